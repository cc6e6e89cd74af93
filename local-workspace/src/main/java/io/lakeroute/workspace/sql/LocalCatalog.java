// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.grants.AccessList;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.NoSuchViewException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.Relation;
import org.apache.spark.sql.connector.catalog.RelationCatalog;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.View;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.delta.DeltaLog;

/**
 * A catalog of Delta tables and views whose whole state is a folder(). Each name is handed to Delta
 * as the path behind it, so that creating, replacing, altering and time travel stay Delta's own
 * work. One instance per session and catalog; the folder is what instances share.
 */
public class LocalCatalog extends SchemaCatalog implements RelationCatalog {

  /** How Spark hands over STORED AS and ROW FORMAT. */
  private static final Set<String> STORED_AS =
      Set.of("hive.stored-as", "hive.serde", "hive.input-format", "hive.output-format");

  @Override
  public Relation loadRelation(Identifier table) throws NoSuchTableException {
    if (isPath(table)) {
      return super.loadTable(table);
    }
    if (viewExists(table)) {
      return ViewFile.read(folder().view(schema(table), table.name()));
    }
    if (!tableExists(table)) {
      throw new NoSuchTableException(full(table));
    }
    return new KeyedTable(spark(), hadoopPath(table), folder().entry(schema(table), table.name()));
  }

  @Override
  public Table loadTable(Identifier table) {
    try {
      if (loadRelation(table) instanceof Table found) {
        return found;
      }
      throw new NoSuchTableException(full(table));
    } catch (NoSuchTableException e) {
      throw unchecked(e);
    }
  }

  @Override
  public boolean tableExists(Identifier table) {
    return isPath(table)
        ? super.tableExists(table)
        : table.namespace().length == 1 && folder().isTable(schema(table), table.name());
  }

  @Override
  public boolean viewExists(Identifier view) {
    return view.namespace().length == 1 && folder().isView(schema(view), view.name());
  }

  @Override
  public Identifier[] listTables(String[] namespace) {
    return identifiers(namespace, folder().tables(existing(namespace)));
  }

  @Override
  public Identifier[] listViews(String[] namespace) {
    return identifiers(namespace, folder().views(existing(namespace)));
  }

  @Override
  public Table createTable(
      Identifier table, Column[] columns, Transform[] partitions, Map<String, String> properties) {
    return isPath(table)
        ? super.createTable(table, columns, partitions, properties)
        : super.createTable(claim(table), columns, partitions, managed(properties));
  }

  @Override
  public StagedTable stageCreate(
      Identifier table, Column[] columns, Transform[] partitions, Map<String, String> properties) {
    return super.stageCreate(claim(table), columns, partitions, managed(properties));
  }

  @Override
  public StagedTable stageReplace(
      Identifier table, Column[] columns, Transform[] partitions, Map<String, String> properties) {
    return super.stageReplace(replaceable(table), columns, partitions, managed(properties));
  }

  @Override
  public StagedTable stageCreateOrReplace(
      Identifier table, Column[] columns, Transform[] partitions, Map<String, String> properties) {
    // Not Delta's own stageCreateOrReplace: without AS SELECT it compares the schema of a path's
    // table.
    return tableExists(table)
        ? stageReplace(table, columns, partitions, properties)
        : stageCreate(table, columns, partitions, properties);
  }

  @Override
  public boolean dropTable(Identifier table) {
    if (isPath(table) || !tableExists(table)) {
      return false;
    }
    CatalogFolder.remove(folder().table(schema(table), table.name()));
    forget(table);
    DeltaLog.invalidateCache(spark(), hadoopPath(table));
    return true;
  }

  @Override
  public boolean purgeTable(Identifier table) {
    return dropTable(table);
  }

  @Override
  public void renameTable(Identifier from, Identifier to) {
    if (!tableExists(from)) {
      throw unchecked(new NoSuchTableException(full(from)));
    }
    var target = beside(from, to);
    free(target);
    CatalogFolder.move(
        folder().table(schema(from), from.name()), folder().table(schema(target), target.name()));
    moveBeside(from, target);
    DeltaLog.invalidateCache(spark(), hadoopPath(from));
  }

  @Override
  public void invalidateTable(Identifier table) {
    // Delta checks its log on every read.
  }

  @Override
  public View createView(Identifier identifier, View view) {
    claim(identifier);
    ViewFile.write(folder().view(schema(identifier), identifier.name()), view);
    return view;
  }

  @Override
  public View replaceView(Identifier identifier, View view) throws NoSuchViewException {
    ViewFile.write(viewFile(identifier), view);
    return view;
  }

  @Override
  public boolean dropView(Identifier view) {
    boolean exists = viewExists(view);
    if (exists) {
      CatalogFolder.remove(folder().view(schema(view), view.name()));
      forget(view);
    }
    return exists;
  }

  @Override
  public void renameView(Identifier from, Identifier to) throws NoSuchViewException {
    Path file = viewFile(from);
    var target = beside(from, to);
    free(target);
    CatalogFolder.move(file, folder().view(schema(target), target.name()));
    moveBeside(from, target);
  }

  /** {@code delta.`/path`}: how this class itself names tables towards Delta. */
  static boolean isPath(Identifier table) {
    return table.namespace().length == 1 && table.namespace()[0].equalsIgnoreCase(PATHS);
  }

  private static String schema(Identifier identifier) {
    return identifier.namespace()[0];
  }

  private static Identifier[] identifiers(String[] namespace, List<String> names) {
    return names.stream().map(n -> Identifier.of(namespace, n)).toArray(Identifier[]::new);
  }

  private Identifier replaceable(Identifier table) {
    existing(table.namespace());
    if (viewExists(table)) {
      throw unchecked(new TableAlreadyExistsException(full(table)));
    }
    return Identifier.of(
        new String[] {PATHS}, folder().table(schema(table), table.name()).toString());
  }

  private Identifier free(Identifier table) {
    if (tableExists(table)) {
      throw unchecked(new TableAlreadyExistsException(full(table)));
    }
    return replaceable(table);
  }

  /** Takes a free name for the caller, whose it will be. */
  private Identifier claim(Identifier name) {
    var path = free(name);
    AccessList.create(folder().access(schema(name), name.name()), PlanAuthorization.caller());
    TableEntry.create(folder().entry(schema(name), name.name()));
    return path;
  }

  /** What Unity Catalog knows of a table or view that is there. */
  TableEntry entry(Identifier name) {
    return TableEntry.read(folder().entry(schema(name), name.name()));
  }

  /** Takes along what lies beside a table or view. */
  private void moveBeside(Identifier from, Identifier to) {
    CatalogFolder.move(
        folder().access(schema(from), from.name()), folder().access(schema(to), to.name()));
    CatalogFolder.move(
        folder().entry(schema(from), from.name()), folder().entry(schema(to), to.name()));
  }

  /** Removes what lies beside a table or view. */
  private void forget(Identifier name) {
    CatalogFolder.remove(folder().access(schema(name), name.name()));
    CatalogFolder.remove(folder().entry(schema(name), name.name()));
  }

  private org.apache.hadoop.fs.Path hadoopPath(Identifier table) {
    return new org.apache.hadoop.fs.Path(folder().table(schema(table), table.name()).toString());
  }

  private Path viewFile(Identifier view) throws NoSuchViewException {
    if (!viewExists(view)) {
      throw new NoSuchViewException(full(view));
    }
    return folder().view(schema(view), view.name());
  }

  /** The new name of a rename: Spark hands it over with the catalog, or without a schema. */
  private Identifier beside(Identifier from, Identifier to) {
    String[] parts =
        Stream.of(to.namespace()).skip(to.namespace().length == 2 ? 1 : 0).toArray(String[]::new);
    return Identifier.of(parts.length == 0 ? from.namespace() : parts, to.name());
  }

  /** Table properties without the place, which is this catalog's to choose. */
  private static Map<String, String> managed(Map<String, String> properties) {
    var kept = new HashMap<>(properties);
    boolean chosen =
        (kept.remove("location") != null && !kept.containsKey("is_managed_location"))
            || kept.keySet().stream().anyMatch(STORED_AS::contains);
    kept.remove("is_managed_location");
    kept.remove("path");
    String provider = kept.getOrDefault("provider", PATHS);
    if (chosen || !provider.equalsIgnoreCase(PATHS)) {
      throw new UnsupportedOperationException(
          "The local workspace has managed Delta tables only: no LOCATION, no other format");
    }
    return kept;
  }
}
