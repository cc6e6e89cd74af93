package io.lakeroute.workspace.sql;

import static io.lakeroute.workspace.sql.WorkspaceStatements.pattern;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.View;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;

/** The SHOW statements behind JDBC's DatabaseMetaData; stateless. */
final class MetadataStatements {

  private static final String IN = "\\s+IN\\s+(?:ALL\\s+CATALOGS|CATALOG\\s+`([^`]+)`)";
  private static final String SCHEMA_LIKE = "(?:\\s+SCHEMA\\s+LIKE\\s+'([^']*)')?";
  private static final String TABLE_LIKE = "(?:\\s+TABLE\\s+LIKE\\s+'([^']*)')?";
  private static final String LIKE = "(?:\\s+LIKE\\s+'([^']*)')?";
  private static final Pattern CATALOGS = pattern("SHOW\\s+CATALOGS" + LIKE);
  private static final Pattern SCHEMAS =
      pattern("SHOW\\s+SCHEMAS\\s+IN\\s+(?:ALL\\s+CATALOGS|`([^`]+)`)" + LIKE);
  private static final Pattern TABLES = pattern("SHOW\\s+TABLES" + IN + SCHEMA_LIKE + LIKE);
  private static final Pattern COLUMNS =
      pattern("SHOW\\s+COLUMNS" + IN + SCHEMA_LIKE + TABLE_LIKE + LIKE);
  private static final Pattern KEYS = pattern("SHOW\\s+(FOREIGN\\s+)?KEYS\\s+IN\\s+CATALOG\\s.*");
  private static final Pattern FUNCTIONS = pattern("SHOW\\s+FUNCTIONS\\s+IN\\s+CATALOG\\s.*");
  private static final Pattern TABLE_TYPES = pattern("SHOW\\s+TABLE_TYPES");

  private final Catalogs catalogs;

  MetadataStatements(Catalogs catalogs) {
    this.catalogs = catalogs;
  }

  Optional<Dataset<Row>> run(SparkSession spark, String sql) {
    Matcher m;
    if ((m = CATALOGS.matcher(sql)).matches()) {
      return rows(spark, "catalog STRING", catalogs(m.group(1)).map(RowFactory::create));
    }
    if ((m = SCHEMAS.matcher(sql)).matches()) {
      return rows(
          spark,
          "databaseName STRING, catalogName STRING",
          schemas(m.group(1), m.group(2)).map(s -> RowFactory.create(s.name(), s.catalog())));
    }
    if ((m = TABLES.matcher(sql)).matches()) {
      return rows(
          spark,
          "namespace STRING, tableName STRING, isTemporary BOOLEAN, information STRING,"
              + " catalogName STRING, tableType STRING, remarks STRING",
          tables(m.group(1), m.group(2), m.group(3)).map(MetadataStatements::tableRow));
    }
    if ((m = COLUMNS.matcher(sql)).matches()) {
      String like = m.group(4);
      return rows(
          spark,
          "col_name STRING, catalogName STRING, namespace STRING, tableName STRING,"
              + " columnType STRING, columnSize INT, decimalDigits INT, radix INT,"
              + " isNullable STRING, remarks STRING, ordinalPosition INT,"
              + " isAutoIncrement STRING, isGenerated STRING",
          tables(m.group(1), m.group(2), m.group(3)).flatMap(table -> columns(table, like)));
    }
    if (KEYS.matcher(sql).matches()) {
      return rows(
          spark,
          "col_name STRING, catalogName STRING, namespace STRING, tableName STRING,"
              + " keySeq INT, constraintName STRING",
          Stream.empty());
    }
    if (FUNCTIONS.matcher(sql).matches()) {
      return rows(
          spark,
          "functionName STRING, namespace STRING, catalogName STRING, remarks STRING,"
              + " functionType INT, specificName STRING",
          Stream.empty());
    }
    if (TABLE_TYPES.matcher(sql).matches()) {
      return rows(spark, "TABLE_TYPE STRING", Stream.of("TABLE", "VIEW").map(RowFactory::create));
    }
    return Optional.empty();
  }

  private record Schema(String catalog, String name) {}

  private record Relation(Schema schema, String name, boolean view) {}

  private Stream<String> catalogs(String like) {
    return catalogs.names().stream().filter(name -> fits(name, like));
  }

  private Stream<Schema> schemas(String catalog, String like) {
    return catalogs.names().stream()
        .filter(name -> catalog == null || name.equalsIgnoreCase(catalog))
        .flatMap(
            name ->
                Stream.of(catalogs.open(name).listNamespaces())
                    .map(schema -> new Schema(name, schema[0])))
        .filter(schema -> fits(schema.name(), like));
  }

  private Stream<Relation> tables(String catalog, String schemaLike, String like) {
    return schemas(catalog, schemaLike).flatMap(this::relations).filter(t -> fits(t.name(), like));
  }

  private Stream<Relation> relations(Schema schema) {
    var catalog = catalogs.open(schema.catalog());
    String[] namespace = {schema.name()};
    return Stream.concat(
        Stream.of(catalog.listTables(namespace)).map(t -> new Relation(schema, t.name(), false)),
        Stream.of(catalog.listViews(namespace)).map(v -> new Relation(schema, v.name(), true)));
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
    Column[] columns = definition(relation);
    return IntStream.range(0, columns.length)
        .filter(i -> fits(columns[i].name(), like))
        .mapToObj(i -> columnRow(relation, columns[i], i));
  }

  private Column[] definition(Relation relation) {
    var catalog = catalogs.open(relation.schema().catalog());
    var identifier = Identifier.of(new String[] {relation.schema().name()}, relation.name());
    try {
      var found = catalog.loadRelation(identifier);
      return found instanceof View view ? view.columns() : ((Table) found).columns();
    } catch (NoSuchTableException e) {
      return new Column[0]; // dropped since it was listed
    }
  }

  private static Row columnRow(Relation relation, Column column, int position) {
    var decimal = column.dataType() instanceof DecimalType type ? type : null;
    return RowFactory.create(
        column.name(),
        relation.schema().catalog(),
        relation.schema().name(),
        relation.name(),
        column.dataType().sql(),
        decimal == null ? null : decimal.precision(),
        decimal == null ? null : decimal.scale(),
        decimal == null ? null : 10,
        String.valueOf(column.nullable()),
        column.comment(),
        position,
        "NO",
        "NO");
  }

  /** SHOW's patterns: {@code *} for any text, {@code |} between alternatives, case ignored. */
  private static boolean fits(String name, String like) {
    if (like == null || like.isEmpty()) {
      return true;
    }
    return name.matches("(?i)" + like.replace("*", ".*"));
  }

  private static Optional<Dataset<Row>> rows(SparkSession spark, String schema, Stream<Row> rows) {
    return Optional.of(spark.createDataFrame(rows.toList(), StructType.fromDDL(schema)));
  }
}
