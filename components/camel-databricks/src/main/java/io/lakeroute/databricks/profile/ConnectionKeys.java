// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.profile;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys of one connection as typed values, and what is wrong with them. For one thread. */
final class ConnectionKeys {

  private static final Pattern DURATION =
      Pattern.compile("(?:(\\d{1,5})d)?(?:(\\d{1,6})h)?(?:(\\d{1,8})m)?(?:(\\d{1,9})s)?");

  private final Map<String, String> keys;
  private final List<String> problems = new ArrayList<>();

  ConnectionKeys(Map<String, String> keys) {
    this.keys = keys;
  }

  Map<String, String> all() {
    return keys;
  }

  /** Everything that is wrong so far, in the order it was found. */
  List<String> problems() {
    return problems;
  }

  void problem(String what) {
    problems.add(what);
  }

  Optional<String> text(String key) {
    return Optional.ofNullable(keys.get(key)).filter(value -> !value.isEmpty());
  }

  /** Whether the key is there and has no value, as that of a variable that is not set. */
  boolean empty(String key) {
    return keys.containsKey(key) && keys.get(key).isBlank();
  }

  Optional<String> required(String key) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      problem(key + " is missing");
    }
    return text;
  }

  /** One of two keys, not both and not none: the value with the key it came from. */
  Optional<Map.Entry<String, String>> either(String one, String other) {
    Optional<String> first = text(one);
    Optional<String> second = text(other);
    if (first.isPresent() == second.isPresent()) {
      problem(
          first.isPresent()
              ? "give either " + one + " or " + other + ", not both"
              : one + " or " + other + " is missing");
      return Optional.empty();
    }
    return Optional.of(
        first.map(v -> Map.entry(one, v)).orElseGet(() -> Map.entry(other, second.get())));
  }

  int number(String key, int otherwise, int min, int max) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      int value = Integer.parseInt(text.get());
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, together with numbers out of range.
    }
    problem(key + " '" + text.get() + "' is not a whole number from " + min + " to " + max);
    return otherwise;
  }

  boolean flag(String key) {
    String text = text(key).orElse("false");
    if (!text.equals("true") && !text.equals("false")) {
      problem(key + " '" + text + "' is neither true nor false");
    }
    return text.equals("true");
  }

  Optional<Duration> duration(String key) {
    return text(key)
        .flatMap(
            text -> {
              Matcher parts = DURATION.matcher(text);
              if (!parts.matches()) {
                problem(key + " '" + text + "' is not a duration such as 730d, 12h or 1d12h");
                return Optional.empty();
              }
              return Optional.of(
                  Duration.ofDays(part(parts, 1))
                      .plusHours(part(parts, 2))
                      .plusMinutes(part(parts, 3))
                      .plusSeconds(part(parts, 4)));
            });
  }

  private static long part(Matcher parts, int group) {
    return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
  }

  Optional<Instant> moment(String key) {
    return text(key)
        .flatMap(
            text -> {
              Optional<Instant> moment = parse(text);
              if (moment.isEmpty()) {
                problem(
                    key
                        + " '"
                        + text
                        + "' is neither a date such as 2027-01-31 nor a moment such as 2027-01-31T12:00:00Z");
              }
              return moment;
            });
  }

  private static Optional<Instant> parse(String text) {
    try {
      return Optional.of(
          text.contains("T")
              ? Instant.parse(text)
              : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Where something answers; plain HTTP only on this machine, unless it is allowed. */
  Optional<HostAddress> address(String key, String what) {
    Optional<String> text = required(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      HostAddress address = HostAddress.parse(text.get());
      if (address.plainHttp() && !address.loopback() && !flag("allowPlainHttp")) {
        problem(
            key
                + " is plain http, which would show the "
                + what
                + " to the network; use https, or set allowPlainHttp=true");
      }
      return Optional.of(address);
    } catch (IllegalArgumentException e) {
      problem(key + " " + e.getMessage());
      return Optional.empty();
    }
  }
}
