// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import java.util.List;

/** What an answer, or none, means for its request; immutable. */
sealed interface Verdict {

  /**
   * The request had its effect.
   *
   * @param refusals the records that the API names as refused
   * @param unnamed how many more it refused
   * @param unread whether the API may name refused records in a body that cannot be read
   */
  record Delivered(List<Refusal> refusals, long unnamed, boolean unread) implements Verdict {}

  /**
   * One refused record.
   *
   * @param index in the request
   * @param reason of the reject
   */
  record Refusal(int index, String reason) {}

  /** It had none, and may have it later. */
  record Later(String reason, String what) implements Verdict {}

  /** Nobody knows whether it had an effect. */
  record Unclear(String what) implements Verdict {}

  /** It had none, because of one of its records. */
  record Invalid(String what) implements Verdict {}

  /** It had none, and no other request will have one. */
  record Refused(String reason, String what) implements Verdict {}
}
