// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.rest;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the parameters of one REST operation from the request's path and query alone, so that no
 * HTTP header can pass for one; immutable.
 */
public final class RequestTarget {

  /** Scheme and authority, which a request by way of a proxy may name. */
  private static final Pattern ORIGIN = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*://[^/]*");

  private final List<String> template;
  private final Set<String> once;
  private final Set<String> repeatable;

  /**
   * A reader of one operation's parameters.
   *
   * @param path the operation's whole path, with {@code {name}} for a path parameter
   * @param once query parameters that may be given once
   * @param repeatable query parameters that may be given several times
   */
  public RequestTarget(String path, Set<String> once, Set<String> repeatable) {
    this.template = List.of(path.split("/", -1));
    this.once = Set.copyOf(once);
    this.repeatable = Set.copyOf(repeatable);
  }

  /**
   * The parameters by name.
   *
   * @param rawPath the path as it was sent, percent-encoded and not normalized
   * @param rawQuery the query, percent-encoded; may be empty
   * @throws RequestException if the path is not the operation's, segment by segment, or a parameter
   *     is unknown, double or not decodable
   */
  public Map<String, List<String>> parameters(String rawPath, String rawQuery) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    readPath(rawPath, parameters);
    if (!rawQuery.isEmpty()) {
      for (String pair : rawQuery.split("&", -1)) {
        if (!pair.isEmpty()) {
          readPair(pair, parameters);
        }
      }
    }
    return parameters;
  }

  /**
   * The path is compared as it was sent: a server that resolves {@code ..} or doubled slashes may
   * have routed it here by segments of its own.
   */
  private void readPath(String rawPath, Map<String, List<String>> parameters) {
    List<String> segments = List.of(ORIGIN.matcher(rawPath).replaceFirst("").split("/", -1));
    if (segments.size() != template.size()) {
      throw elsewhere();
    }
    for (int i = 0; i < segments.size(); i++) {
      String expected = template.get(i);
      if (expected.startsWith("{")) {
        // In a path, + is a plus sign.
        String value = decode(segments.get(i).replace("+", "%2B"), "path");
        if (value.isEmpty() || value.equals(".") || value.equals("..")) {
          throw elsewhere();
        }
        parameters.put(expected.substring(1, expected.length() - 1), List.of(value));
      } else if (!expected.equals(segments.get(i))) {
        throw elsewhere();
      }
    }
  }

  private RequestException elsewhere() {
    return new RequestException(
        ProblemReason.NOT_FOUND,
        "there is nothing at this path; the operation is at " + String.join("/", template));
  }

  private void readPair(String pair, Map<String, List<String>> parameters) {
    int equals = pair.indexOf('=');
    String name = decode(equals < 0 ? pair : pair.substring(0, equals), "query");
    String value = equals < 0 ? "" : decode(pair.substring(equals + 1), "query");
    if (!once.contains(name) && !repeatable.contains(name)) {
      throw RequestException.invalid(
          "unknown query parameter '"
              + SafeText.of(name)
              + "'; allowed: "
              + String.join(", ", allowed()));
    }
    List<String> values = parameters.computeIfAbsent(name, each -> new ArrayList<>());
    if (!values.isEmpty() && once.contains(name)) {
      throw RequestException.invalid("query parameter '" + name + "' may be given only once");
    }
    values.add(value);
  }

  private List<String> allowed() {
    List<String> allowed = new ArrayList<>(once);
    allowed.addAll(repeatable);
    return allowed.stream().sorted().toList();
  }

  private static String decode(String text, String part) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw RequestException.invalid("the " + part + " has a broken percent-encoding");
    }
  }

  /** The request's own id if a caller named a sane one. */
  public static Optional<String> requestId(String header) {
    return header.matches("[A-Za-z0-9._-]{1,64}") ? Optional.of(header) : Optional.empty();
  }
}
