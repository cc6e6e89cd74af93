// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import java.util.Locale;

/** What happened to a row. */
enum ChangeType {
  INSERT,
  UPDATE,
  DELETE;

  /** As it is delivered. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
