// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.demo;

/** Why the demo cannot go on, in words for the person who started it. */
final class DemoException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DemoException(String message) {
    super(message);
  }
}
