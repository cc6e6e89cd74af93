// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.text;

import io.lakeroute.databricks.option.OptionChecks;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Checks option values while they are text: Camel turns {@code maxRows=many} into 0 and {@code
 * servicePrincipalOnly=yes} into false without a word. Stateless.
 */
public final class OptionTexts {

  private record Form(Pattern pattern, String allowed) {}

  private static final Map<Class<?>, Form> FORMS =
      Map.of(
          int.class,
          new Form(Pattern.compile("-?\\d{1,10}"), "a whole number"),
          boolean.class,
          new Form(Pattern.compile("true|false"), "true or false"),
          Duration.class,
          new Form(
              Pattern.compile(
                  "\\d{1,12}|(?:\\d+d)?(?:\\d+h)?(?:\\d+m(?:in)?)?(?:\\d+s)?(?:\\d+ms)?|P[0-9A-Z.]+"),
              "a duration such as 500ms, 30s, 2m or 1h"));

  private OptionTexts() {}

  /**
   * @param types the type of an option by its name; null for what is no option
   */
  public static void check(Map<String, Object> parameters, Function<String, Class<?>> types) {
    parameters.forEach((option, value) -> check(option, value, types.apply(option)));
  }

  private static void check(String option, Object value, Class<?> type) {
    Form form = type == null ? null : FORMS.get(type);
    if (form != null && value instanceof String text && !form.pattern().matcher(text).matches()) {
      throw OptionChecks.wrong(
          "The option " + option + " is '" + text + "'; allowed is " + form.allowed() + ".");
    }
  }
}
