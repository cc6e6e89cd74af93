package io.lakeroute.databricks.operation.changes;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.name.ObjectName;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Why changes cannot be read any more. */
enum Gap {
  FEED_OFF("the change data feed was off", "DELTA_MISSING_CHANGE_DATA"),
  SCHEMA("its columns changed in a way that the feed cannot cross", "DELTA_CHANGE_DATA_FEED_.*"),
  FILES_GONE(
      "files of the old versions are gone, as after VACUUM",
      "FAILED_READ_FILE.*|DELTA_.*(RETENTION|NOT_FOUND|NOT_CONTIGUOUS|TRUNCATED|TIME_TRAVEL|RECOVER).*"),
  REPLACED("the table was replaced by one with other columns", ""),
  ANOTHER_TABLE("another table has its name now", ""),
  VERSION_BEHIND("the table is back at an older version", "");

  private final String why;
  private final Pattern errorClasses;

  Gap(String why, String errorClasses) {
    this.why = why;
    this.errorClasses = Pattern.compile(errorClasses);
  }

  /** The gap that a failure tells of, if it is one. */
  static Optional<Gap> of(DatabricksException failure) {
    for (Gap gap : values()) {
      if (!failure.getErrorClass().isEmpty()
          && gap.errorClasses.matcher(failure.getErrorClass()).matches()) {
        return Optional.of(gap);
      }
    }
    return Optional.empty();
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
