// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** Where the value of a field comes from; immutable. */
public sealed interface MappedField {

  /**
   * A column of the row.
   *
   * @param type what its values must be, or be turned into without loss; empty for as they are
   */
  record Column(String name, Optional<FieldType> type) implements MappedField {
    public Column {
      requireNonNull(name, "name");
      requireNonNull(type, "type");
    }
  }

  /** The same value for every row, in its type. */
  record Constant(Object value) implements MappedField {
    public Constant {
      requireNonNull(value, "value");
    }
  }
}
