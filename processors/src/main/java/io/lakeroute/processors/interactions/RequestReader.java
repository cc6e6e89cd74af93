// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import io.lakeroute.processors.rest.RequestException;
import io.lakeroute.processors.rest.RequestIds;
import io.lakeroute.processors.rest.SafeText;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Checks the parameters of a request, and says what is wrong in the caller's words; immutable. */
public final class RequestReader {

  private static final int MAX_CROSSWALKS = 20;
  private static final int MAX_TYPES = 20;

  /** RFC 3339, to the microsecond: more than Databricks keeps would silently compare wrong. */
  private static final DateTimeFormatter RFC_3339 =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
          .appendOffset("+HH:MM", "Z")
          .toFormatter();

  private final RequestLimits limits;
  private final Optional<SortedSet<String>> knownTypes;

  /**
   * A reader that knows what may be asked.
   *
   * @param knownTypes the types there are, or empty if they are not known beforehand
   */
  public RequestReader(RequestLimits limits, Optional<SortedSet<String>> knownTypes) {
    this.limits = limits;
    this.knownTypes = knownTypes;
  }

  /**
   * Reads {@code id type from to limit order crosswalk}; absent parameters have no entry.
   *
   * @throws RequestException naming the parameter and what is allowed
   */
  public InteractionRequest read(Map<String, List<String>> parameters) {
    String profile =
        single(parameters, "id")
            .orElseThrow(() -> RequestException.invalid("'id' is missing: the profile's id"));
    RequestIds.require("id", profile);
    Optional<Instant> from = timestamp(parameters, "from");
    Optional<Instant> to = timestamp(parameters, "to");
    if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
      throw RequestException.invalid("'from' must be before 'to'");
    }
    return new InteractionRequest(
        profile,
        crosswalks(parameters, profile),
        types(parameters),
        from,
        to,
        order(parameters),
        limit(parameters));
  }

  private static List<String> crosswalks(Map<String, List<String>> parameters, String profile) {
    LinkedHashSet<String> values =
        new LinkedHashSet<>(parameters.getOrDefault("crosswalk", List.of()));
    if (values.size() > MAX_CROSSWALKS) {
      throw RequestException.invalid(
          "'crosswalk' is given " + values.size() + " times; allowed: up to " + MAX_CROSSWALKS);
    }
    values.forEach(value -> RequestIds.require("crosswalk", value));
    return values.isEmpty() ? List.of(profile) : List.copyOf(values);
  }

  private SortedSet<String> types(Map<String, List<String>> parameters) {
    SortedSet<String> types = new TreeSet<>(parameters.getOrDefault("type", List.of()));
    if (types.size() > MAX_TYPES) {
      throw RequestException.invalid(
          "'type' is given " + types.size() + " times; allowed: up to " + MAX_TYPES);
    }
    for (String type : types) {
      if (knownTypes.isPresent() && !knownTypes.get().contains(type)) {
        throw RequestException.invalid(
            "'type' is '"
                + SafeText.of(type)
                + "'; known types: "
                + String.join(", ", knownTypes.get()));
      }
    }
    return types;
  }

  private static Optional<Instant> timestamp(Map<String, List<String>> parameters, String name) {
    return single(parameters, name).map(text -> timestamp(name, text));
  }

  private static Instant timestamp(String name, String text) {
    try {
      return OffsetDateTime.parse(text, RFC_3339).toInstant();
    } catch (DateTimeParseException e) {
      throw RequestException.invalid(
          "'"
              + name
              + "' is '"
              + SafeText.of(text)
              + "'; expected an RFC 3339 timestamp such as 2025-01-31T08:15:30Z"
              + " or 2025-01-31T09:15:30.123456%2B01:00");
    }
  }

  private static Order order(Map<String, List<String>> parameters) {
    Optional<String> text = single(parameters, "order");
    if (text.isEmpty() || text.get().equals("desc")) {
      return Order.DESC;
    }
    if (text.get().equals("asc")) {
      return Order.ASC;
    }
    throw RequestException.invalid(
        "'order' is '" + SafeText.of(text.get()) + "'; allowed: asc, desc");
  }

  private int limit(Map<String, List<String>> parameters) {
    Optional<String> text = single(parameters, "limit");
    if (text.isEmpty()) {
      return limits.defaultLimit();
    }
    if (text.get().matches("[0-9]{1,4}")) {
      int limit = Integer.parseInt(text.get());
      if (limit >= 1 && limit <= limits.maxLimit()) {
        return limit;
      }
    }
    throw RequestException.invalid(
        "'limit' is '" + SafeText.of(text.get()) + "'; allowed: 1 to " + limits.maxLimit());
  }

  /** The value of a parameter that may be given once; empty if it is absent. */
  static Optional<String> single(Map<String, List<String>> parameters, String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw RequestException.invalid(
          "'" + name + "' is given " + values.size() + " times; allowed: once");
    }
    return values.stream().findFirst();
  }
}
