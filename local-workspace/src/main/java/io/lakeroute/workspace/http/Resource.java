// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.http;

/** One resource of the workspace's HTTP API, which adds its own routes. */
public interface Resource {

  void register(Router router);
}
