// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.grants.Authorizer;
import io.lakeroute.workspace.grants.Securable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.connector.catalog.CatalogV2Util;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.View;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import scala.jdk.javaapi.CollectionConverters;

/** The SHOW statements behind JDBC's DatabaseMetaData; stateless. */
final class MetadataStatements {

  private static final String IN = "\\s+IN\\s+(?:ALL\\s+CATALOGS|CATALOG\\s+`([^`]+)`)";
  private static final String IN_TABLE =
      "IN\\s+CATALOG\\s+`([^`]*)`\\s+IN\\s+SCHEMA\\s+`([^`]*)`\\s+IN\\s+TABLE\\s+`([^`]*)`";
  private static final String SCHEMA_LIKE = "(?:\\s+SCHEMA\\s+LIKE\\s+'([^']*)')?";
  private static final String TABLE_LIKE = "(?:\\s+TABLE\\s+LIKE\\s+'([^']*)')?";
  private static final String LIKE = "(?:\\s+LIKE\\s+'([^']*)')?";
  static final String OPTIONAL_LIKE = "(?:\\s+(?:LIKE\\s+)?'([^']*)')?";
  static final String FROM = "(?:\\s+(?:FROM|IN)\\s+((?:`[^`]+`|[\\w.])+))?";
  private static final String TABLES =
      "namespace STRING, tableName STRING, isTemporary BOOLEAN, information STRING,"
          + " catalogName STRING, tableType STRING, remarks STRING";
  private static final String COLUMNS =
      "col_name STRING, catalogName STRING, namespace STRING, tableName STRING,"
          + " columnType STRING, columnSize INT, decimalDigits INT, radix INT, isNullable STRING,"
          + " remarks STRING, ordinalPosition INT, isAutoIncrement STRING, isGenerated STRING";
  private static final String KEYS =
      "col_name STRING, catalogName STRING, namespace STRING, tableName STRING, keySeq INT,"
          + " constraintName STRING";
  private static final String FUNCTIONS =
      "functionName STRING, namespace STRING, catalogName STRING, remarks STRING,"
          + " functionType INT, specificName STRING";

  private final Catalogs catalogs;
  private final Authorizer authorizer;

  MetadataStatements(Catalogs catalogs, Authorizer authorizer) {
    this.catalogs = catalogs;
    this.authorizer = authorizer;
  }

  List<StatementRule> rules() {
    return List.of(
        StatementRule.of("SHOW\\s+CATALOGS" + LIKE, this::showCatalogs),
        StatementRule.of("SHOW\\s+SCHEMAS\\s+IN\\s+ALL\\s+CATALOGS" + LIKE, this::showAllSchemas),
        StatementRule.of("SHOW\\s+(?:SCHEMAS|DATABASES)" + FROM + OPTIONAL_LIKE, this::showSchemas),
        StatementRule.of("SHOW\\s+TABLES" + IN + SCHEMA_LIKE + LIKE, this::showTables),
        StatementRule.of("SHOW\\s+TABLES" + FROM + OPTIONAL_LIKE, this::showTablesOf),
        StatementRule.of(
            "SHOW\\s+COLUMNS" + IN + SCHEMA_LIKE + TABLE_LIKE + LIKE, this::showColumns),
        StatementRule.of("SHOW\\s+KEYS\\s+" + IN_TABLE, this::showKeys),
        StatementRule.of(
            "SHOW\\s+FOREIGN\\s+KEYS\\s+IN\\s+CATALOG\\s.*",
            (session, statement) -> StatementRule.rows(session, KEYS, List.of())),
        StatementRule.of(
            "SHOW\\s+FUNCTIONS\\s+IN\\s+CATALOG\\s.*",
            (session, statement) -> StatementRule.rows(session, FUNCTIONS, List.of())));
  }

  private Optional<Dataset<Row>> showCatalogs(Session session, Matcher statement) {
    var rows =
        catalogs.names().stream()
            .filter(name -> fits(name, statement.group(1)))
            .filter(name -> knows(session, Securable.catalog(name)))
            .map(RowFactory::create);
    return StatementRule.rows(session, "catalog STRING", rows.toList());
  }

  private Optional<Dataset<Row>> showAllSchemas(Session session, Matcher statement) {
    var rows =
        schemas(session, null, statement.group(1))
            .map(s -> RowFactory.create(s.name(), s.catalog()));
    return StatementRule.rows(session, "databaseName STRING, catalog STRING", rows.toList());
  }

  private Optional<Dataset<Row>> showSchemas(Session session, Matcher statement)
      throws ParseException {
    var catalog = place(session, Securable.Type.CATALOG, statement.group(1));
    authorizer.requireSight(session.caller().principal(), catalog);
    var rows =
        schemas(session, catalog.fullName(), statement.group(2))
            .map(s -> RowFactory.create(s.name()));
    return StatementRule.rows(session, "databaseName STRING", rows.toList());
  }

  private Optional<Dataset<Row>> showTablesOf(Session session, Matcher statement)
      throws ParseException {
    var place = place(session, Securable.Type.SCHEMA, statement.group(1));
    authorizer.requireListing(session.caller().principal(), place);
    var schema = new Schema(place.name().get(0), place.name().get(1));
    var temporary = session.spark().sessionState().catalog().listLocalTempViews("*");
    var rows =
        Stream.concat(
            relations(session, schema).map(r -> RowFactory.create(schema.name(), r.name(), false)),
            CollectionConverters.asJava(temporary).stream()
                .map(view -> RowFactory.create("", view.table(), true)));
    return StatementRule.rows(
        session,
        "database STRING, tableName STRING, isTemporary BOOLEAN",
        rows.filter(row -> fits(row.getString(1), statement.group(2))).toList());
  }

  /** The named catalog or schema, or the session's. */
  private Securable place(Session session, Securable.Type type, String name) throws ParseException {
    var place = session.place(type, Optional.ofNullable(name));
    catalogs.require(place);
    return place;
  }

  private boolean knows(Session session, Securable securable) {
    return authorizer.knows(session.caller().principal(), securable);
  }

  private Optional<Dataset<Row>> showTables(Session session, Matcher statement) {
    var rows =
        tables(session, statement.group(1), statement.group(2), statement.group(3))
            .map(MetadataStatements::tableRow);
    return StatementRule.rows(session, TABLES, rows.toList());
  }

  private Optional<Dataset<Row>> showColumns(Session session, Matcher statement) {
    var rows =
        tables(session, statement.group(1), statement.group(2), statement.group(3))
            .flatMap(table -> columns(table, statement.group(4)));
    return StatementRule.rows(session, COLUMNS, rows.toList());
  }

  /** The primary key of a table, if the caller may know of both. */
  private Optional<Dataset<Row>> showKeys(Session session, Matcher statement) {
    var table = Securable.table(statement.group(1), statement.group(2), statement.group(3));
    var rows = new ArrayList<Row>();
    if (catalogs.exists(table) && knows(session, table)) {
      var name = table.name();
      catalogs.entry(table).keys().stream()
          .filter(key -> !key.foreign())
          .forEach(
              key -> {
                for (String column : key.columns()) {
                  int position = key.columns().indexOf(column) + 1;
                  rows.add(
                      RowFactory.create(
                          column, name.get(0), name.get(1), name.get(2), position, key.name()));
                }
              });
    }
    return StatementRule.rows(session, KEYS, rows);
  }

  private record Schema(String catalog, String name) {}

  private record Relation(Schema schema, String name, boolean view) {}

  private Stream<Schema> schemas(Session session, String catalog, String like) {
    return (catalog == null ? catalogs.names() : List.of(catalog))
        .stream()
            .flatMap(
                name ->
                    Stream.of(catalogs.open(name).listNamespaces())
                        .map(schema -> new Schema(name, schema[0])))
            .filter(schema -> fits(schema.name(), like))
            .filter(schema -> knows(session, Securable.schema(schema.catalog(), schema.name())));
  }

  private Stream<Relation> tables(Session session, String catalog, String schemaLike, String like) {
    return schemas(session, catalog, schemaLike)
        .flatMap(schema -> relations(session, schema))
        .filter(table -> fits(table.name(), like));
  }

  private Stream<Relation> relations(Session session, Schema schema) {
    var catalog = catalogs.open(schema.catalog());
    String[] namespace = {schema.name()};
    return Stream.concat(
            Stream.of(catalog.listTables(namespace))
                .map(t -> new Relation(schema, t.name(), false)),
            Stream.of(catalog.listViews(namespace)).map(v -> new Relation(schema, v.name(), true)))
        .filter(
            table ->
                knows(session, Securable.table(schema.catalog(), schema.name(), table.name())));
  }

  private static Row tableRow(Relation relation) {
    return RowFactory.create(
        relation.schema().name(),
        relation.name(),
        false,
        null,
        relation.schema().catalog(),
        relation.view() ? "VIEW" : "TABLE",
        null);
  }

  private Stream<Row> columns(Relation relation, String like) {
    StructField[] columns = definition(relation);
    return IntStream.range(0, columns.length)
        .filter(i -> fits(columns[i].name(), like))
        .mapToObj(i -> columnRow(relation, columns[i], i));
  }

  private StructField[] definition(Relation relation) {
    var catalog = catalogs.open(relation.schema().catalog());
    var identifier = Identifier.of(new String[] {relation.schema().name()}, relation.name());
    try {
      var found = catalog.loadRelation(identifier);
      var columns = found instanceof View view ? view.columns() : ((Table) found).columns();
      return CatalogV2Util.v2ColumnsToStructType(columns).fields();
    } catch (NoSuchTableException e) {
      return new StructField[0]; // dropped since it was listed
    }
  }

  private static Row columnRow(Relation relation, StructField column, int position) {
    var declared = ColumnTypes.declared(column);
    var decimal = declared instanceof DecimalType type ? type : null;
    return RowFactory.create(
        column.name(),
        relation.schema().catalog(),
        relation.schema().name(),
        relation.name(),
        declared.sql(),
        decimal == null ? null : decimal.precision(),
        decimal == null ? null : decimal.scale(),
        decimal == null ? null : 10,
        String.valueOf(column.nullable()),
        column.getComment().getOrElse(() -> null),
        position + 1,
        "NO",
        "NO");
  }

  /** SHOW's patterns: {@code *} for any text, {@code |} between alternatives, case ignored. */
  static boolean fits(String name, String like) {
    if (like == null || like.isEmpty()) {
      return true;
    }
    return name.matches("(?i)" + like.replace("*", ".*"));
  }
}
