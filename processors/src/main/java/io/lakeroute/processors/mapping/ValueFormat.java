// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A form that a text of a record must have; immutable. */
public enum ValueFormat {
  /** ITU-T E.164: a plus, a country code and at most 15 digits in all. */
  E164("E.164 phone number", Pattern.compile("\\+[1-9][0-9]{1,14}").asMatchPredicate()),
  ISO3166(
      "ISO 3166-1 alpha-2 country code",
      Set.copyOf(Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2))::contains),
  /** Also currencies of the past: events happened when they were valid. */
  ISO4217(
      "ISO 4217 currency code",
      Currency.getAvailableCurrencies().stream()
              .map(Currency::getCurrencyCode)
              .collect(Collectors.toUnmodifiableSet())
          ::contains);

  private final String description;
  private final Predicate<String> form;

  ValueFormat(String description, Predicate<String> form) {
    this.description = description;
    this.form = form;
  }

  /** The format of that name in a schema. */
  static Optional<ValueFormat> of(String name) {
    return Arrays.stream(values()).filter(each -> each.lowerCase().equals(name)).findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(ValueFormat::lowerCase).toList();
  }

  private String lowerCase() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean matches(String text) {
    return form.test(text);
  }

  /** For messages: "no E.164 phone number". */
  String description() {
    return description;
  }
}
