// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import java.util.List;
import java.util.Map;

/** Takes the rows that were not delivered, and returns when it has them. Thread-safe. */
public interface DeliveryEnds {

  /** Rows that no request delivers, at least once each. */
  void rejected(List<Reject> rejects);

  /** Rows of a request without an answer, at least once each. */
  void unknown(List<Map<String, Object>> rows);

  /**
   * A row and why it is rejected.
   *
   * @param reason a name of ours
   * @param field whose value does not fit; empty where it is the record
   */
  record Reject(Map<String, Object> row, String reason, String field) {}
}
