// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts of a template that a delivery replaces; stateless. */
final class Placeholders {

  /** Lists of what is in the records of a request. */
  static final Set<String> RECORDS = Set.of("$rows", "$records", "$values");

  static final String NAMES = "$names";
  static final String KEY = "$key";

  /** In the form of a record: an object of the fields that the form does not name. */
  static final String OTHERS = "$others";

  private static final Pattern PARAMETER = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_]{0,62})}");

  private Placeholders() {}

  /** The names of the parameters in a text. */
  static Set<String> parameters(String text) {
    Set<String> names = new LinkedHashSet<>();
    PARAMETER.matcher(text).results().forEach(found -> names.add(found.group(1)));
    return names;
  }

  static String replace(
      String text, Map<String, String> parameters, Function<String, String> encode) {
    Function<MatchResult, String> value =
        found -> Matcher.quoteReplacement(encode.apply(parameters.get(found.group(1))));
    return PARAMETER.matcher(text).replaceAll(value);
  }

  /** All texts in a part of a template, without names of fields. */
  static Set<String> texts(JsonNode json) {
    Set<String> texts = new LinkedHashSet<>();
    if (json.isTextual()) {
      texts.add(json.textValue());
    }
    json.forEach(each -> texts.addAll(texts(each)));
    return texts;
  }
}
