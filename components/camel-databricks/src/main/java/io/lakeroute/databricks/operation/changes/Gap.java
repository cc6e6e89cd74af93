// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.name.ObjectName;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Why changes cannot be read any more. */
enum Gap {
  FEED_OFF("the change data feed was off", "DELTA_MISSING_CHANGE_DATA"),
  SCHEMA(
      "its columns changed in a way that the feed cannot cross",
      "DELTA_CHANGE_DATA_FEED_INCOMPATIBLE_DATA_SCHEMA",
      "DELTA_CHANGE_DATA_FEED_INCOMPATIBLE_SCHEMA_CHANGE"),
  FILES_GONE(
      "files of the old versions are gone, as after VACUUM",
      "FAILED_READ_FILE.DBR_FILE_NOT_EXIST",
      "FAILED_READ_FILE.FILE_NOT_EXIST",
      "DELTA_CHANGE_DATA_FILE_NOT_FOUND",
      "DELTA_FILE_NOT_FOUND",
      "DELTA_FILE_NOT_FOUND_DETAILED",
      "DELTA_LOG_FILE_NOT_FOUND",
      "DELTA_STATE_RECOVER_ERROR",
      "DELTA_TRUNCATED_TRANSACTION_LOG",
      "DELTA_UNSUPPORTED_TIME_TRAVEL_BEYOND_DELETED_FILE_RETENTION_DURATION",
      "DELTA_VERSIONS_NOT_CONTIGUOUS",
      "DELTA_VERSION_NOT_FOUND"),
  REPLACED("the table was replaced by one with other columns"),
  ANOTHER_TABLE("another table has its name now"),
  VERSION_BEHIND("the table is back at an older version");

  private final String why;
  private final Set<String> errorClasses;

  Gap(String why, String... errorClasses) {
    this.why = why;
    this.errorClasses = Set.of(errorClasses);
  }

  /** The gap that a failure shows; empty for any other failure. */
  static Optional<Gap> of(DatabricksException failure) {
    String whole = failure.getErrorClass();
    String main = whole.replaceFirst("\\..*", "");
    return Arrays.stream(values())
        .filter(gap -> gap.errorClasses.contains(whole) || gap.errorClasses.contains(main))
        .findFirst();
  }

  /** As the run's record names it. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String why() {
    return why;
  }

  /** What ends a run that must not bridge the gap. */
  DatabricksException failure(ObjectName table, long from) {
    return new DatabricksException(
        Reason.CONFLICT,
        "The changes of %s from version %d on cannot be read: %s. Set onGap=bridge to deliver what differs, or reset the cursor to begin anew."
            .formatted(table, from, why));
  }
}
