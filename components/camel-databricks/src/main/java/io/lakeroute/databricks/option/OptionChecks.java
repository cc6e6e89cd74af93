// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.option;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.name.ObjectName;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Says what is wrong with an option's value. Stateless. */
public final class OptionChecks {

  private OptionChecks() {}

  public static void range(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw wrong(
          "The option " + option + " is " + value + "; allowed is " + min + " to " + max + ".");
    }
  }

  public static void range(String option, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw wrong(
          "The option " + option + " is " + value + "; allowed is " + min + " to " + max + ".");
    }
  }

  public static DatabricksException wrong(String message) {
    return new DatabricksException(Reason.CONFIGURATION, message);
  }

  /** An empty option is as good as none, so that Kamelets can pass on what is not set. */
  public static Optional<String> text(String option) {
    return Optional.ofNullable(option).map(String::strip).filter(text -> !text.isEmpty());
  }

  public static boolean blank(String option) {
    return text(option).isEmpty();
  }

  /** The names of an option that holds some, separated by commas. */
  public static List<String> names(String option) {
    return text(option).stream()
        .flatMap(names -> Arrays.stream(names.split(",")))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /** A name in the schema of the option stagingSchema, where it is set. */
  public static Optional<ObjectName> stagingSchema(CommonOptions options) {
    if (blank(options.getStagingSchema())) {
      return Optional.empty();
    }
    try {
      return Optional.of(ObjectName.parse(options.getStagingSchema() + ".t"));
    } catch (DatabricksException e) {
      throw wrong(
          "The option stagingSchema is '"
              + options.getStagingSchema()
              + "'; write catalog.schema, as in main.staging.");
    }
  }
}
