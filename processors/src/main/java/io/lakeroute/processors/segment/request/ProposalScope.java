// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment.request;

import io.lakeroute.processors.rest.ProblemReason;
import io.lakeroute.processors.rest.RequestException;
import io.lakeroute.processors.sql.SqlName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The schemas that models may be proposed from. Immutable. */
public record ProposalScope(List<SqlName> schemas) {

  public ProposalScope {
    schemas = List.copyOf(schemas);
  }

  /**
   * Reads the setting.
   *
   * @param text names as {@code catalog.schema}, separated by commas; blank for none
   * @throws IllegalArgumentException if one is no name of a schema
   */
  public static ProposalScope of(String text) {
    try {
      return new ProposalScope(
          Stream.of(text.split(",", -1))
              .filter(each -> !text.isBlank())
              .map(each -> SqlName.schema(each.strip()))
              .toList());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "proposeFrom '"
              + text
              + "' must be catalog.schema, or several by commas: "
              + e.getMessage());
    }
  }

  /**
   * The schema that a request names.
   *
   * @throws RequestException NOT_ALLOWED where an operator does not allow it, INVALID for what is
   *     no name
   */
  SqlName schema(Optional<String> text) {
    if (schemas.isEmpty()) {
      throw new RequestException(
          ProblemReason.NOT_ALLOWED,
          "models are not proposed; an operator can name schemas for it (proposeFrom)");
    }
    SqlName schema = name(text.orElse(""));
    if (schemas.stream().noneMatch(schema::same)) {
      throw new RequestException(
          ProblemReason.NOT_ALLOWED,
          "models are not proposed from that schema; an operator can allow it (proposeFrom)");
    }
    return schema;
  }

  private static SqlName name(String text) {
    try {
      return SqlName.schema(text);
    } catch (IllegalArgumentException e) {
      throw RequestException.invalid("schema must be catalog.schema: " + e.getMessage());
    }
  }
}
