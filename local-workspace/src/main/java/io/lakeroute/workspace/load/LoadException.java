// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.load;

/** Says in one line why data could not be loaded, and what to do; nothing else needs printing. */
public final class LoadException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LoadException(String message) {
    super(message);
  }

  LoadException(String message, Throwable cause) {
    super(message, cause);
  }
}
