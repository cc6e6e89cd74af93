// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace;

/** Why the workspace cannot start, in one line for whoever started it. */
final class StartException extends Exception {

  private static final long serialVersionUID = 1L;

  StartException(String message) {
    super(message);
  }
}
