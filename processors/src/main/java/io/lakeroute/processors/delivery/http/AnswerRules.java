// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the answers of an API mean; immutable.
 *
 * @param retry statuses after which a request had no effect and may be sent again
 * @param success what the body of a 2xx must say; empty where the status is enough
 * @param codes codes of the API's own
 * @param refusals where an answer says which records the API did not take
 */
record AnswerRules(
    Set<Integer> retry,
    Optional<Success> success,
    Optional<Codes> codes,
    Optional<Refusals> refusals) {

  private static final int SMALL_BODY = 64 * 1024;
  private static final int LIST_BODY = 4 * 1024 * 1024;

  /** The most bytes of an answer that are read. */
  int largestBody() {
    return refusals.isPresent() ? LIST_BODY : SMALL_BODY;
  }

  /**
   * A value that says success.
   *
   * @param at where it is
   * @param equals the value as text
   */
  record Success(JsonPointer at, String equals) {}

  /**
   * Codes in bodies, as texts.
   *
   * @param retry the request had no effect and may be sent again
   * @param invalid a record is wrong, and the request had no effect
   * @param refused no request succeeds before the destination is corrected
   */
  record Codes(JsonPointer at, Set<String> retry, Set<String> invalid, Set<String> refused) {}

  /**
   * Records that the API did not take out of a request that it accepted.
   *
   * @param list the list of refusals
   * @param index of a refusal: the record's index in the request
   * @param code of a refusal: the API's code
   * @param reasons reasons of rejects by the API's codes
   * @param count how many there are, where there is no list
   */
  record Refusals(
      Optional<JsonPointer> list,
      JsonPointer index,
      JsonPointer code,
      Map<String, String> reasons,
      Optional<JsonPointer> count) {}

  /** The scalar at a place of an answer, as text. */
  static Optional<String> scalar(JsonNode json, JsonPointer at) {
    JsonNode found = json.at(at);
    return found.isValueNode() && !found.isNull() ? Optional.of(found.asText()) : Optional.empty();
  }
}
