// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalogCapability;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.TableInfo;
import org.apache.spark.sql.connector.catalog.constraints.Constraint;
import org.apache.spark.sql.connector.catalog.constraints.ForeignKey;
import org.apache.spark.sql.connector.catalog.constraints.PrimaryKey;
import org.apache.spark.sql.connector.expressions.NamedReference;

/**
 * A catalog whose tables may have primary and foreign keys. It keeps them beside the tables, so
 * that they are no part of a table's versions. One instance per session and catalog.
 */
public final class KeyedCatalog extends LocalCatalog {

  @Override
  public Set<TableCatalogCapability> capabilities() {
    var all = new HashSet<>(super.capabilities());
    all.add(TableCatalogCapability.SUPPORT_TABLE_CONSTRAINT);
    return all;
  }

  @Override
  public Table createTable(Identifier name, TableInfo table) {
    var keys = keys(table);
    var created = createTable(name, table.columns(), table.partitions(), table.properties());
    keep(name, keys);
    return created;
  }

  @Override
  public StagedTable stageReplace(Identifier name, TableInfo table) {
    var keys = keys(table);
    return new KeyedStaging(
        stageReplace(name, table.columns(), table.partitions(), table.properties()),
        () -> keep(name, keys));
  }

  @Override
  public StagedTable stageCreateOrReplace(Identifier name, TableInfo table) {
    var keys = keys(table);
    return new KeyedStaging(
        stageCreateOrReplace(name, table.columns(), table.partitions(), table.properties()),
        () -> keep(name, keys));
  }

  @Override
  @SuppressWarnings("deprecation") // Delta's columns as Spark's types
  public Table alterTable(Identifier name, TableChange... changes) {
    if (isPath(name)) {
      return super.alterTable(name, changes);
    }
    var keys = new TableKeys(loadTable(name).schema(), entry(name).keys());
    var others = new ArrayList<TableChange>();
    for (var change : changes) {
      if (change instanceof TableChange.AddConstraint add) {
        keys.add(key(add.constraint()));
      } else if (change instanceof TableChange.DropConstraint drop) {
        drop(keys, drop.name(), drop.ifExists(), others);
      } else if (change instanceof org.apache.spark.sql.delta.constraints.DropConstraint drop) {
        drop(keys, drop.constraintName(), drop.ifExists(), others);
      } else {
        keys.allow(change);
        others.add(change);
      }
    }
    var altered =
        others.isEmpty()
            ? loadTable(name)
            : super.alterTable(name, others.toArray(TableChange[]::new));
    keep(name, keys.all());
    return altered;
  }

  /** What is no key may be a CHECK, which Delta drops. */
  private static void drop(
      TableKeys keys, String constraint, boolean ifExists, List<TableChange> others) {
    if (!keys.drop(constraint)) {
      others.add(new org.apache.spark.sql.delta.constraints.DropConstraint(constraint, ifExists));
    }
  }

  private List<TableKey> keys(TableInfo table) {
    var keys = new TableKeys(table.schema(), List.of());
    Stream.of(table.constraints()).map(this::key).forEach(keys::add);
    return keys.all();
  }

  private void keep(Identifier name, List<TableKey> keys) {
    if (!entry(name).keys().equals(keys)) {
      entry(name).with(keys).write(folder().entry(name.namespace()[0], name.name()));
    }
  }

  private TableKey key(Constraint constraint) {
    if (constraint instanceof PrimaryKey key) {
      return new TableKey(key.name(), names(key.columns()), List.of(), List.of(), key.rely());
    }
    if (constraint instanceof ForeignKey key) {
      var parent = parent(key.referencedTable());
      var columns = names(key.referencedColumns());
      requireKey(key.name(), parent, columns);
      return new TableKey(key.name(), names(key.columns()), parent, columns, key.rely());
    }
    throw SqlFailure.unsupported("A CHECK or UNIQUE constraint in this place");
  }

  /** A foreign key refers to a primary key, all of it. */
  private void requireKey(String name, List<String> parent, List<String> columns) {
    var manager = spark().sessionState().catalogManager();
    var identifier = Identifier.of(new String[] {parent.get(1)}, parent.get(2));
    boolean found =
        manager.isCatalogRegistered(parent.get(0))
            && manager.catalog(parent.get(0)) instanceof LocalCatalog catalog
            && catalog.tableExists(identifier)
            && catalog.entry(identifier).keys().stream()
                .anyMatch(key -> !key.foreign() && key.isOf(columns));
    if (!found) {
      throw TableKeys.refused(
          "foreign key",
          name,
          "`%s` is not the primary key of %s"
              .formatted(String.join("`, `", columns), TableKey.quoted(parent, ".")));
    }
  }

  /** A table's name with its catalog and schema. */
  private List<String> parent(Identifier table) {
    var parts = new ArrayList<>(Arrays.asList(table.namespace()));
    parts.add(table.name());
    var manager = spark().sessionState().catalogManager();
    if (parts.size() == 1) {
      parts.add(0, manager.currentNamespace()[0]);
    }
    if (parts.size() == 2) {
      parts.add(0, manager.currentCatalog().name());
    }
    return List.copyOf(parts);
  }

  private static List<String> names(NamedReference[] columns) {
    return Stream.of(columns).map(column -> String.join(".", column.fieldNames())).toList();
  }
}
