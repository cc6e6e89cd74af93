// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import java.util.Optional;

/** What came of one request; immutable. */
sealed interface Reply {

  /**
   * An answer.
   *
   * @param retryAfter the header of that name
   * @param body at most {@link AnswerRules#largestBody} bytes of it
   */
  record Answer(int status, Optional<String> retryAfter, byte[] body) implements Reply {}

  /** Nothing of the request reached the API. */
  record NotSent(String what) implements Reply {}

  /** The request may have reached it, and there is no answer. */
  record Lost(String what) implements Reply {}
}
