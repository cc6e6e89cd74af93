// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The forms of text in which APIs compare people; stateless. */
public enum Normalization {
  NONE(RejectReason.NOT_A_TEXT) {
    @Override
    public Optional<String> of(String text) {
      return Optional.of(text);
    }
  },
  TRIM(RejectReason.NOT_A_TEXT) {
    @Override
    public Optional<String> of(String text) {
      return Optional.of(text.strip());
    }
  },
  LOWER(RejectReason.NOT_A_TEXT) {
    @Override
    public Optional<String> of(String text) {
      return Optional.of(text.strip().toLowerCase(Locale.ROOT));
    }
  },
  /** Trimmed and in lower case. */
  EMAIL(RejectReason.NOT_AN_EMAIL) {
    @Override
    public Optional<String> of(String text) {
      return Optional.of(text.strip().toLowerCase(Locale.ROOT))
          .filter(email -> ADDRESS.matcher(email).matches());
    }
  },
  /**
   * The digits of E.164, without a plus sign. Only a number that begins with + or 00 has a country
   * code for certain; the others are not normalized.
   */
  PHONE(RejectReason.NOT_A_PHONE) {
    @Override
    public Optional<String> of(String text) {
      String compact = SEPARATORS.matcher(text.strip()).replaceAll("");
      return Optional.of(PREFIX.matcher(compact).replaceFirst(""))
          .filter(digits -> !digits.equals(compact) && E164.matcher(digits).matches())
          // The zero in +44 (0) 20 is not dialed from abroad.
          .filter(digits -> !text.contains("(0)"));
    }
  };

  /** By the names that templates use. */
  public static final Map<String, Normalization> NAMES =
      Map.of("none", NONE, "trim", TRIM, "lower", LOWER, "email", EMAIL, "phone", PHONE);

  private static final Pattern ADDRESS = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");
  private static final Pattern SEPARATORS = Pattern.compile("[ ()./\\u00a0-]");
  private static final Pattern PREFIX = Pattern.compile("^(\\+|00)");
  private static final Pattern E164 = Pattern.compile("[1-9][0-9]{6,14}");

  private final RejectReason failure;

  Normalization(RejectReason failure) {
    this.failure = failure;
  }

  /** The normal form; empty where the text has none. */
  public abstract Optional<String> of(String text);

  /** Why a text without a normal form is rejected. */
  public RejectReason failure() {
    return failure;
  }
}
