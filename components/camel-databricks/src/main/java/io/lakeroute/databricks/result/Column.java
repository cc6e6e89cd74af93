package io.lakeroute.databricks.result;

import static java.util.Objects.requireNonNull;

/**
 * A column of a result. Immutable.
 *
 * @param name as the statement names it
 * @param typeText SQL type, such as {@code DECIMAL(18,2)}
 */
public record Column(String name, String typeText) {
  public Column {
    requireNonNull(name, "name");
    requireNonNull(typeText, "typeText");
  }
}
