// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The keys of one table while a statement changes them; for one thread. */
final class TableKeys {

  private final StructType columns;
  private final List<TableKey> keys;

  TableKeys(StructType columns, List<TableKey> keys) {
    this.columns = columns;
    this.keys = new ArrayList<>(keys);
  }

  List<TableKey> all() {
    return List.copyOf(keys);
  }

  /** Adds one whose columns are there, and those of a primary key never NULL. */
  void add(TableKey key) {
    String kind = key.foreign() ? "foreign key" : "primary key";
    var fields = require(kind, key, field -> true, "does not exist");
    if (keys.stream().anyMatch(other -> other.name().equalsIgnoreCase(key.name()))) {
      throw refused(kind, key.name(), "the table has a constraint of this name");
    }
    if (!key.foreign()) {
      require(
          kind,
          key,
          field -> !field.nullable(),
          "is nullable. Please change the column nullability and retry");
      if (keys.stream().anyMatch(other -> !other.foreign())) {
        throw refused(kind, key.name(), "the table has a primary key");
      }
    }
    keys.add(key.of(fields.stream().map(StructField::name).toList()));
  }

  /** The columns of a key, which all fulfil a condition. */
  private List<StructField> require(
      String kind, TableKey key, Predicate<StructField> condition, String otherwise) {
    var fields = new ArrayList<StructField>();
    var missing = new ArrayList<String>();
    for (String name : key.columns()) {
      Arrays.stream(columns.fields())
          .filter(field -> field.name().equalsIgnoreCase(name))
          .filter(condition)
          .findFirst()
          .ifPresentOrElse(fields::add, () -> missing.add(name));
    }
    if (!missing.isEmpty()) {
      throw refused(
          kind,
          key.name(),
          "its child column(s) %s %s".formatted(TableKey.quoted(missing, ", "), otherwise));
    }
    return fields;
  }

  /** Drops the one of this name, if there is one. */
  boolean drop(String name) {
    return keys.removeIf(key -> key.name().equalsIgnoreCase(name));
  }

  /** Refuses a change that takes a column from a key. */
  void allow(TableChange change) {
    if ((change instanceof TableChange.RenameColumn || change instanceof TableChange.DeleteColumn)
        && keys.stream()
            .flatMap(key -> key.columns().stream())
            .anyMatch(((TableChange.ColumnChange) change).fieldNames()[0]::equalsIgnoreCase)) {
      throw SqlFailure.unsupported("Renaming or dropping a column of a key");
    }
  }

  static SqlFailure refused(String kind, String name, String why) {
    return new SqlFailure(
        "42000", "Cannot create the %s `%s` because %s.".formatted(kind, name, why));
  }
}
