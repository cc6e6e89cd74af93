// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.thrift;

import com.databricks.jdbc.model.client.thrift.generated.TGetColumnsReq;
import com.databricks.jdbc.model.client.thrift.generated.TGetPrimaryKeysReq;
import com.databricks.jdbc.model.client.thrift.generated.TGetSchemasReq;
import com.databricks.jdbc.model.client.thrift.generated.TGetTablesReq;
import java.sql.JDBCType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A metadata call as the SHOW statement that answers it; immutable.
 *
 * @param columns what the client gets, in JDBC's order
 * @param filter which rows of the statement belong to the answer
 */
record MetadataQuery(String sql, List<Column> columns, Predicate<Map<String, String>> filter) {

  static final MetadataQuery CROSS_REFERENCE =
      none(
          "PKTABLE_CAT",
          "PKTABLE_SCHEM",
          "PKTABLE_NAME",
          "PKCOLUMN_NAME",
          "FKTABLE_CAT",
          "FKTABLE_SCHEM",
          "FKTABLE_NAME",
          "FKCOLUMN_NAME",
          "KEY_SEQ",
          "UPDATE_RULE",
          "DELETE_RULE",
          "FK_NAME",
          "PK_NAME",
          "DEFERRABILITY");
  static final MetadataQuery FUNCTIONS =
      none(
          "FUNCTION_CAT",
          "FUNCTION_SCHEM",
          "FUNCTION_NAME",
          "REMARKS",
          "FUNCTION_TYPE",
          "SPECIFIC_NAME");

  private MetadataQuery(String sql, List<Column> columns) {
    this(sql, columns, row -> true);
  }

  /** For what the workspace has none of. */
  private static MetadataQuery none(String... names) {
    return new MetadataQuery(
        "SHOW CATALOGS", Stream.of(names).map(MetadataQuery::absent).toList(), row -> false);
  }

  /**
   * One column of the answer.
   *
   * @param value reads it from a row of the SHOW statement; null for NULL
   */
  record Column(String name, boolean number, Function<Map<String, String>, String> value) {}

  static MetadataQuery catalogs() {
    return new MetadataQuery("SHOW CATALOGS", List.of(text("TABLE_CAT", "catalog")));
  }

  static MetadataQuery schemas(TGetSchemasReq request) {
    String catalog = catalog(request.getCatalogName());
    return new MetadataQuery(
        "SHOW SCHEMAS IN ALL CATALOGS" + like("", request.getSchemaName()),
        List.of(text("TABLE_SCHEM", "databaseName"), text("TABLE_CATALOG", "catalog")),
        row -> catalog.isEmpty() || catalog.equalsIgnoreCase(row.get("catalog")));
  }

  static MetadataQuery tables(TGetTablesReq request) {
    return new MetadataQuery(
        "SHOW TABLES"
            + in(request.getCatalogName())
            + like(" SCHEMA", request.getSchemaName())
            + like("", request.getTableName()),
        List.of(
            text("TABLE_CAT", "catalogName"),
            text("TABLE_SCHEM", "namespace"),
            text("TABLE_NAME", "tableName"),
            text("TABLE_TYPE", "tableType"),
            text("REMARKS", "remarks"),
            absent("TYPE_CAT"),
            absent("TYPE_SCHEM"),
            absent("TYPE_NAME"),
            absent("SELF_REFERENCING_COL_NAME"),
            absent("REF_GENERATION")));
  }

  static MetadataQuery columns(TGetColumnsReq request) {
    return new MetadataQuery(
        "SHOW COLUMNS"
            + in(request.getCatalogName())
            + like(" SCHEMA", request.getSchemaName())
            + like(" TABLE", request.getTableName())
            + like("", request.getColumnName()),
        List.of(
            text("TABLE_CAT", "catalogName"),
            text("TABLE_SCHEM", "namespace"),
            text("TABLE_NAME", "tableName"),
            text("COLUMN_NAME", "col_name"),
            new Column("DATA_TYPE", true, row -> jdbcType(row.get("columnType"))),
            text("TYPE_NAME", "columnType"),
            number("COLUMN_SIZE", "columnSize"),
            absentNumber("BUFFER_LENGTH"),
            number("DECIMAL_DIGITS", "decimalDigits"),
            number("NUM_PREC_RADIX", "radix"),
            new Column("NULLABLE", true, row -> nullable(row) ? "1" : "0"),
            text("REMARKS", "remarks"),
            absent("COLUMN_DEF"),
            absentNumber("SQL_DATA_TYPE"),
            absentNumber("SQL_DATETIME_SUB"),
            absentNumber("CHAR_OCTET_LENGTH"),
            new Column("ORDINAL_POSITION", true, MetadataQuery::position),
            new Column("IS_NULLABLE", false, row -> nullable(row) ? "YES" : "NO"),
            absent("SCOPE_CATALOG"),
            absent("SCOPE_SCHEMA"),
            absent("SCOPE_TABLE"),
            absentNumber("SOURCE_DATA_TYPE"),
            text("IS_AUTO_INCREMENT", "isAutoIncrement"),
            text("IS_GENERATEDCOLUMN", "isGenerated")));
  }

  static MetadataQuery primaryKeys(TGetPrimaryKeysReq request) {
    return new MetadataQuery(
        "SHOW KEYS IN CATALOG `%s` IN SCHEMA `%s` IN TABLE `%s`"
            .formatted(
                catalog(request.getCatalogName()), request.getSchemaName(), request.getTableName()),
        List.of(
            text("TABLE_CAT", "catalogName"),
            text("TABLE_SCHEM", "namespace"),
            text("TABLE_NAME", "tableName"),
            text("COLUMN_NAME", "col_name"),
            number("KEY_SEQ", "keySeq"),
            text("PK_NAME", "constraintName")));
  }

  /** Thrift counts from 0, SHOW COLUMNS from 1. */
  private static String position(Map<String, String> row) {
    return String.valueOf(Integer.parseInt(row.get("ordinalPosition")) - 1);
  }

  private static boolean nullable(Map<String, String> row) {
    return row.get("isNullable").equals("true");
  }

  /** The number of java.sql.Types under which the driver shows a type. */
  private static String jdbcType(String columnType) {
    String name = columnType.replaceAll("[(< ].*", "");
    var type =
        switch (name) {
          case "TINYINT", "SMALLINT", "BIGINT", "FLOAT", "DOUBLE", "DECIMAL", "BOOLEAN" ->
              JDBCType.valueOf(name);
          case "BINARY", "CHAR", "DATE", "TIMESTAMP", "ARRAY", "STRUCT" -> JDBCType.valueOf(name);
          case "INT" -> JDBCType.INTEGER;
          case "TIMESTAMP_NTZ" -> JDBCType.TIMESTAMP;
          case "VARIANT" -> JDBCType.OTHER;
          default -> JDBCType.VARCHAR;
        };
    return type.getVendorTypeNumber().toString();
  }

  private static Column text(String name, String source) {
    return new Column(name, false, row -> row.get(source));
  }

  private static Column number(String name, String source) {
    return new Column(name, true, row -> row.get(source));
  }

  private static Column absent(String name) {
    return text(name, "");
  }

  private static Column absentNumber(String name) {
    return number(name, "");
  }

  /** A catalog is a name, in which clients may escape what else were wildcards. */
  private static String catalog(String catalog) {
    String name = Optional.ofNullable(catalog).orElse("").replace("\\", "");
    return name.equals("%") ? "" : name;
  }

  private static String in(String catalog) {
    String name = catalog(catalog);
    return name.isEmpty() ? " IN ALL CATALOGS" : " IN CATALOG `" + name + "`";
  }

  /** JDBC's wildcards as SHOW's. */
  private static String like(String object, String pattern) {
    if (pattern == null || pattern.isEmpty()) {
      return "";
    }
    String hive =
        pattern
            .replaceAll("(?<!\\\\)%", "*")
            .replaceAll("(?<!\\\\)_", ".")
            .replace("\\", "")
            .replace("'", "");
    return object + " LIKE '" + hive + "'";
  }
}
