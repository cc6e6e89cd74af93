// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;

/**
 * What an image of the feed is. Of one row and one version, images come in this order: old ones
 * first.
 */
enum ImageKind {
  BEFORE_UPDATE("update_preimage"),
  DELETED("delete"),
  AFTER_UPDATE("update_postimage"),
  INSERTED("insert");

  private final String changeType;

  ImageKind(String changeType) {
    this.changeType = changeType;
  }

  /** The feed's own name. */
  String changeType() {
    return changeType;
  }

  boolean old() {
    return compareTo(AFTER_UPDATE) < 0;
  }

  /**
   * The kind of a code, which is its position here.
   *
   * @throws DatabricksException INVALID for what the feed did not have when this was written
   */
  static ImageKind of(Object code) {
    if (code instanceof Number number
        && number.intValue() >= 0
        && number.intValue() < values().length) {
      return values()[number.intValue()];
    }
    throw new DatabricksException(
        Reason.INVALID,
        "The change data feed has a change type other than insert, update_preimage, update_postimage and delete.");
  }
}
