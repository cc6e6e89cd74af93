// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.http;

/** Answers the requests of one route; called by many threads at once. */
@FunctionalInterface
public interface Handler {

  /** The reply; an {@link ApiException} becomes its error body, anything else a 500. */
  Response handle(Request request) throws Exception;
}
