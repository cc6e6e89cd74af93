// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.delivery.InvalidDeliveryException;
import io.lakeroute.processors.delivery.file.Manifest;
import io.lakeroute.processors.files.FileName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.support.ExchangeHelper;

/**
 * The option {@code fileName}: Camel's simple language, with folders that are in the option itself
 * and never in a value. Immutable, and thread-safe.
 */
final class DeliveryName {

  private static final String FLOW = "CamelDatabricksFlow";

  private final List<Expression> segments;
  private final String extension;

  private DeliveryName(List<Expression> segments, String extension) {
    this.segments = List.copyOf(segments);
    this.extension = extension;
  }

  /**
   * Compiles the option.
   *
   * @param option empty for {@code <arm or flow>-<run id><extension>}
   * @throws IllegalArgumentException for a path that is no relative one
   */
  static DeliveryName of(CamelContext context, String option, String extension) {
    List<Expression> segments = new ArrayList<>();
    if (!option.isBlank()) {
      for (String segment : split(option)) {
        if (segment.isBlank() || segment.startsWith(".")) {
          throw new IllegalArgumentException(
              "fileName is '%s'; write a path below the endpoint's folder, without a slash at its beginning or end, without // and without names that begin with a dot."
                  .formatted(option));
        }
        Expression expression = context.resolveLanguage("simple").createExpression(segment);
        expression.init(context);
        segments.add(expression);
      }
    }
    return new DeliveryName(segments, extension);
  }

  /** At slashes outside of placeholders. */
  private static List<String> split(String option) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < option.length(); i++) {
      char c = option.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (c == '/' && depth <= 0) {
        parts.add(option.substring(from, i));
        from = i + 1;
      }
    }
    parts.add(option.substring(from));
    return parts;
  }

  /**
   * The path of the file of a message.
   *
   * @throws InvalidDeliveryException where a value makes a name that is none
   */
  String path(Exchange exchange, DeliveryMessage message) {
    List<String> names = new ArrayList<>();
    if (segments.isEmpty()) {
      String arm = message.place().arm();
      String flow = exchange.getMessage().getHeader(FLOW, "delivery", String.class);
      names.add((arm.isEmpty() ? flow : arm) + "-" + message.place().runId() + extension);
    } else {
      Exchange copy = ExchangeHelper.createCopy(exchange, true);
      copy.getMessage().setHeader(BatchHeaders.RUN_ID, message.place().runId());
      copy.getMessage().setHeader(BatchHeaders.ARM, message.place().arm());
      for (Expression segment : segments) {
        String name = segment.evaluate(copy, String.class);
        names.add(name == null ? "" : name);
      }
    }
    for (String name : names) {
      check(name);
    }
    check(Manifest.pathOf(names.get(names.size() - 1)));
    return names.stream().collect(Collectors.joining("/"));
  }

  private static void check(String name) {
    FileName.problem(name)
        .or(
            () ->
                name.contains("${") || name.contains("$simple{")
                    ? Optional.of("has ${, which endpoints take for an expression")
                    : Optional.empty())
        .ifPresent(
            problem -> {
              throw new InvalidDeliveryException(
                  "Cannot name the file: with the headers of this message, fileName makes a name that %s. Values may hold no folders; write those in fileName itself."
                      .formatted(problem));
            });
  }
}
