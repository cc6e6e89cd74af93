package io.lakeroute.databricks;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Checks option values while they are text: Camel turns {@code maxRows=many} into 0 and {@code
 * servicePrincipalOnly=yes} into false without a word. Stateless.
 */
final class OptionTexts {

  private record Kind(List<String> options, Pattern form, String allowed) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind(
              List.of(
                  "batchSize",
                  "maxRows",
                  "pageSize",
                  "sampleRows",
                  "statisticsRows",
                  "maxValueLength",
                  "dayOfMonth"),
              Pattern.compile("-?\\d{1,10}"),
              "a whole number"),
          new Kind(
              List.of(
                  "readOnly",
                  "servicePrincipalOnly",
                  "details",
                  "atLeastOnce",
                  "reportVersion",
                  "audit",
                  "keepUpdated",
                  "resume"),
              Pattern.compile("true|false"),
              "true or false"),
          new Kind(
              List.of(
                  "statementTimeout",
                  "queueTimeout",
                  "warehouseStartTimeout",
                  "stagingRetention",
                  "secretLifetime",
                  "rotateAfter",
                  "secretOverlap",
                  "overlap",
                  "interval"),
              Pattern.compile(
                  "\\d{1,12}|(?:\\d+d)?(?:\\d+h)?(?:\\d+m(?:in)?)?(?:\\d+s)?(?:\\d+ms)?|P[0-9A-Z.]+"),
              "a duration such as 500ms, 30s, 2m or 1h"));

  private OptionTexts() {}

  static void check(Map<String, Object> parameters) {
    KINDS.forEach(
        kind -> kind.options().forEach(option -> check(kind, option, parameters.get(option))));
  }

  private static void check(Kind kind, String option, Object value) {
    if (value instanceof String text && !kind.form().matcher(text).matches()) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "The option " + option + " is '" + text + "'; allowed is " + kind.allowed() + ".");
    }
  }
}
