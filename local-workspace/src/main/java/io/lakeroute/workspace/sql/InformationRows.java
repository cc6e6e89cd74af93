// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.grants.Authorizer;
import io.lakeroute.workspace.grants.Securable;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.connector.catalog.CatalogV2Util;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.Relation;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.View;
import org.apache.spark.sql.delta.catalog.DeltaTableV2;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The rows of a relation of {@code information_schema}: of the objects that the caller may know of;
 * immutable.
 *
 * @param catalogs whose objects
 */
record InformationRows(
    Kind kind, SparkSession spark, Authorizer authorizer, List<String> catalogs) {

  private static final String CONSTRAINT =
      "constraint_catalog STRING, constraint_schema STRING, constraint_name STRING,"
          + " table_catalog STRING, table_schema STRING, table_name STRING";

  /** The relations that there are, with their columns in DDL. */
  private enum Kind {
    SCHEMATA("catalog_name STRING, schema_name STRING, schema_owner STRING, comment STRING"),
    TABLES(
        "table_catalog STRING, table_schema STRING, table_name STRING, table_type STRING,"
            + " is_insertable_into STRING, commit_action STRING, table_owner STRING,"
            + " comment STRING, created TIMESTAMP, last_altered TIMESTAMP,"
            + " data_source_format STRING, storage_path STRING"),
    VIEWS(
        "table_catalog STRING, table_schema STRING, table_name STRING, view_definition STRING,"
            + " check_option STRING, is_updatable STRING, is_insertable_into STRING"),
    COLUMNS(
        "table_catalog STRING, table_schema STRING, table_name STRING, column_name STRING,"
            + " ordinal_position INT, column_default STRING, is_nullable STRING,"
            + " full_data_type STRING, data_type STRING, numeric_precision INT,"
            + " numeric_precision_radix INT, numeric_scale INT, is_identity STRING,"
            + " is_generated STRING, is_updatable STRING, partition_ordinal_position INT,"
            + " comment STRING"),
    TABLE_CONSTRAINTS(
        CONSTRAINT
            + ", constraint_type STRING, is_deferrable STRING, initially_deferred STRING,"
            + " enforced STRING, comment STRING"),
    KEY_COLUMN_USAGE(
        CONSTRAINT
            + ", column_name STRING, ordinal_position INT, position_in_unique_constraint INT");

    private final StructType schema;

    Kind(String ddl) {
      this.schema = StructType.fromDDL(ddl);
    }
  }

  private record Found(Securable securable, Relation relation) {

    boolean isView() {
      return relation instanceof View;
    }

    Column[] columns() {
      return relation instanceof View view ? view.columns() : ((Table) relation).columns();
    }
  }

  /** Empty for a relation that there is not. */
  static Optional<InformationRows> of(
      String name, SparkSession spark, Authorizer authorizer, List<String> catalogs) {
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.name().equalsIgnoreCase(name))
        .findFirst()
        .map(kind -> new InformationRows(kind, spark, authorizer, catalogs));
  }

  String name() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  StructType schema() {
    return kind.schema;
  }

  /**
   * The rows, made as they are read.
   *
   * @param wanted by column, the only value that the caller asks for
   */
  Stream<Row> read(Map<String, String> wanted) {
    return switch (kind) {
      case SCHEMATA -> schemas(wanted, "catalog_name", "schema_name").map(this::schemaRow);
      case TABLES -> relations(wanted).map(this::tableRow);
      case VIEWS -> relations(wanted).filter(Found::isView).map(InformationRows::viewRow);
      case COLUMNS -> relations(wanted).flatMap(InformationRows::columnRows);
      case TABLE_CONSTRAINTS -> keys(wanted, InformationRows::constraintRow);
      case KEY_COLUMN_USAGE -> keys(wanted, InformationRows::keyColumnRows);
    };
  }

  private Stream<Securable> schemas(Map<String, String> wanted, String catalog, String schema) {
    return catalogs.stream()
        .filter(name -> fits(wanted, catalog, name))
        .flatMap(
            name -> Stream.of(open(name).listNamespaces()).map(ns -> Securable.schema(name, ns[0])))
        .filter(place -> fits(wanted, schema, place.name().get(1)))
        .filter(this::known);
  }

  private Stream<Found> relations(Map<String, String> wanted) {
    return schemas(wanted, "table_catalog", "table_schema")
        .flatMap(
            schema -> {
              var catalog = open(schema.name().get(0));
              String[] namespace = {schema.name().get(1)};
              return Stream.of(catalog.listTables(namespace), catalog.listViews(namespace))
                  .flatMap(Stream::of)
                  .filter(name -> fits(wanted, "table_name", name.name()))
                  .flatMap(name -> find(catalog, name).stream());
            });
  }

  private Optional<Found> find(LocalCatalog catalog, Identifier name) {
    var table = Securable.table(catalog.name(), name.namespace()[0], name.name());
    try {
      return known(table)
          ? Optional.of(new Found(table, catalog.loadRelation(name)))
          : Optional.empty();
    } catch (NoSuchTableException e) {
      return Optional.empty(); // dropped since it was listed
    }
  }

  private LocalCatalog open(String catalog) {
    return (LocalCatalog) spark.sessionState().catalogManager().catalog(catalog);
  }

  /** What runs in nobody's name is the workspace's own. */
  private boolean known(Securable securable) {
    return PlanAuthorization.caller()
        .map(caller -> authorizer.knows(caller, securable))
        .orElse(true);
  }

  private static boolean fits(Map<String, String> wanted, String column, String value) {
    return wanted.getOrDefault(column, value).equals(value);
  }

  private Row schemaRow(Securable schema) {
    var name = schema.name();
    return RowFactory.create(name.get(0), name.get(1), authorizer.owner(schema), null);
  }

  private Row tableRow(Found found) {
    var name = found.securable().name();
    String owner = authorizer.owner(found.securable());
    if (found.relation() instanceof View view) {
      String comment = view.properties().get("comment");
      return RowFactory.create(
          name.get(0),
          name.get(1),
          name.get(2),
          "VIEW",
          "NO",
          "PRESERVE",
          owner,
          comment,
          null,
          null,
          "UNKNOWN_DATA_SOURCE_FORMAT",
          null);
    }
    var table = (DeltaTableV2) found.relation();
    var snapshot = table.update();
    var metadata = snapshot.metadata();
    return RowFactory.create(
        name.get(0),
        name.get(1),
        name.get(2),
        "MANAGED",
        "YES",
        "PRESERVE",
        owner,
        metadata.description(),
        metadata.createdTime().isDefined() ? new Timestamp(metadata.getCreatedTime()) : null,
        new Timestamp(snapshot.timestamp()),
        "DELTA",
        table.path().toUri().toString());
  }

  private static Row viewRow(Found found) {
    var name = found.securable().name();
    return RowFactory.create(
        name.get(0),
        name.get(1),
        name.get(2),
        ((View) found.relation()).queryText(),
        "NONE",
        "NO",
        "NO");
  }

  private Stream<Row> keys(
      Map<String, String> wanted, BiFunction<List<String>, TableKey, Stream<Row>> rows) {
    return relations(wanted)
        .flatMap(
            found -> {
              var name = found.securable().name();
              var table = Identifier.of(new String[] {name.get(1)}, name.get(2));
              return open(name.get(0)).entry(table).keys().stream()
                  .flatMap(key -> rows.apply(name, key));
            });
  }

  private static Stream<Row> constraintRow(List<String> table, TableKey key) {
    String type = key.foreign() ? "FOREIGN KEY" : "PRIMARY KEY";
    return Stream.of(keyRow(table, key, type, "YES", "YES", "NO", null));
  }

  private static Stream<Row> keyColumnRows(List<String> table, TableKey key) {
    return IntStream.range(0, key.columns().size())
        .mapToObj(i -> keyRow(table, key, key.columns().get(i), i + 1, position(key, i)));
  }

  /** Where the primary key that a foreign key refers to has what its column refers to. */
  private static Integer position(TableKey key, int column) {
    return key.foreign() ? column + 1 : null;
  }

  private static Row keyRow(List<String> table, TableKey key, Object... rest) {
    var names = Stream.of(table.get(0), table.get(1), key.name());
    return RowFactory.create(
        Stream.of(names, table.stream(), Arrays.stream(rest)).flatMap(s -> s).toArray());
  }

  private static Stream<Row> columnRows(Found found) {
    var fields = CatalogV2Util.v2ColumnsToStructType(found.columns()).fields();
    List<String> partitions =
        found.relation() instanceof DeltaTableV2 table
            ? CollectionConverters.asJava(table.update().metadata().partitionColumns())
            : List.of();
    var name = found.securable().name();
    return IntStream.range(0, fields.length)
        .mapToObj(
            i -> {
              var type = ColumnTypes.declared(fields[i]);
              var decimal = type instanceof DecimalType number ? number : null;
              int partition = partitions.indexOf(fields[i].name());
              return RowFactory.create(
                  name.get(0),
                  name.get(1),
                  name.get(2),
                  fields[i].name(),
                  i, // live they count from 0, against the documentation
                  null,
                  fields[i].nullable() ? "YES" : "NO",
                  type.catalogString(),
                  ColumnTypes.name(type),
                  decimal == null ? null : decimal.precision(),
                  decimal == null ? null : 10,
                  decimal == null ? null : decimal.scale(),
                  "NO",
                  "NO",
                  found.isView() ? "NO" : "YES",
                  partition < 0 ? null : partition,
                  fields[i].getComment().getOrElse(() -> null));
            });
  }
}
