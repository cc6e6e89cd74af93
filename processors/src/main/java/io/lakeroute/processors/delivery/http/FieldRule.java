// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import io.lakeroute.processors.delivery.http.FormedValue.Absent;
import io.lakeroute.processors.delivery.http.FormedValue.Misfit;
import io.lakeroute.processors.delivery.http.FormedValue.Value;
import io.lakeroute.processors.json.Sha256;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes a field of a record from a column of a row; immutable.
 *
 * @param name the field's name in the API
 * @param from the column
 * @param required whether a row without a value is rejected
 * @param expected whether a batch in which no row has the column is refused
 * @param missing the text of rows without a value, for a field that is not required
 * @param normalization the form of the text
 * @param hash whether the field is the SHA-256 of its text; 64 hex digits are a hash already
 * @param text whether numbers and truth values become text
 * @param date the form of dates and times; ISO 8601 without it
 */
public record FieldRule(
    String name,
    String from,
    boolean required,
    boolean expected,
    Optional<String> missing,
    Normalization normalization,
    boolean hash,
    boolean text,
    Optional<DatePattern> date) {

  private static final Pattern HASHED = Pattern.compile("[0-9a-fA-F]{64}");

  /** A field that is a column as it is, which a user named. */
  public static FieldRule of(String name, String from) {
    return new FieldRule(
        name,
        from,
        false,
        true,
        Optional.empty(),
        Normalization.NONE,
        false,
        false,
        Optional.empty());
  }

  /** The same field from another column, which a user named. */
  public FieldRule from(String column) {
    return new FieldRule(name, column, required, true, missing, normalization, hash, text, date);
  }

  FormedValue form(Map<String, Object> row) {
    Object value = row.get(from);
    if (value == null || isBlankAndOptional(value)) {
      return absent();
    }
    if (date.isPresent()) {
      return date.get().form(value).<FormedValue>map(this::formText).orElseGet(this::notADate);
    }
    Optional<Object> plain = PlainValue.of(value);
    if (plain.isEmpty()) {
      return new Misfit(RejectReason.NO_JSON_FORM, name);
    }
    if (!hash && !text && normalization == Normalization.NONE) {
      return new Value(plain.get());
    }
    return PlainValue.text(plain.get())
        .<FormedValue>map(this::formText)
        .orElseGet(() -> new Misfit(RejectReason.NOT_A_TEXT, name));
  }

  private boolean isBlankAndOptional(Object value) {
    return !required
        && normalization != Normalization.NONE
        && value instanceof String given
        && given.isBlank();
  }

  private FormedValue absent() {
    if (required) {
      return new Misfit(RejectReason.MISSING_FIELD, name);
    }
    return missing.<FormedValue>map(Value::new).orElseGet(Absent::new);
  }

  private FormedValue formText(String given) {
    if (hash && HASHED.matcher(given.strip()).matches()) {
      return new Value(given.strip().toLowerCase(Locale.ROOT));
    }
    return normalization
        .of(given)
        .<FormedValue>map(normal -> new Value(hash ? Sha256.hex(normal) : normal))
        .orElseGet(() -> new Misfit(normalization.failure(), name));
  }

  private FormedValue notADate() {
    return new Misfit(RejectReason.NOT_A_DATE, name);
  }
}
