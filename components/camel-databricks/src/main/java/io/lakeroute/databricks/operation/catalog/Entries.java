// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

import com.databricks.sdk.service.catalog.CatalogInfo;
import com.databricks.sdk.service.catalog.ColumnInfo;
import com.databricks.sdk.service.catalog.DataSourceFormat;
import com.databricks.sdk.service.catalog.SchemaInfo;
import com.databricks.sdk.service.catalog.TableInfo;
import io.lakeroute.databricks.name.SecurableName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What Unity Catalog says about its objects, as maps with the keys of the documentation. Stateless.
 */
public final class Entries {

  /** Set by ANALYZE TABLE and, where it is switched on, by predictive optimization. */
  private static final String KNOWN_ROWS = "spark.sql.statistics.numRows";

  private static final String KNOWN_SIZE = "spark.sql.statistics.totalSize";
  private static final String CHANGE_DATA_FEED = "delta.enableChangeDataFeed";

  private Entries() {}

  static Map<String, Object> catalog(CatalogInfo catalog) {
    Map<String, Object> entry = named(SecurableName.NONE, catalog.getName());
    entry.put("type", text(catalog.getCatalogType()));
    entry.put("comment", catalog.getComment());
    entry.put("owner", catalog.getOwner());
    entry.put("createdAt", instant(catalog.getCreatedAt()));
    entry.put("updatedAt", instant(catalog.getUpdatedAt()));
    return entry;
  }

  static Map<String, Object> schema(SecurableName catalog, SchemaInfo schema) {
    Map<String, Object> entry = named(catalog, schema.getName());
    entry.put("comment", schema.getComment());
    entry.put("owner", schema.getOwner());
    entry.put("createdAt", instant(schema.getCreatedAt()));
    entry.put("updatedAt", instant(schema.getUpdatedAt()));
    return entry;
  }

  static Map<String, Object> table(SecurableName schema, TableInfo table) {
    Map<String, Object> entry = named(schema, table.getName());
    entry.put("type", text(table.getTableType()));
    entry.put("format", text(table.getDataSourceFormat()));
    entry.put("delta", isDelta(table));
    entry.put("changeDataFeed", "true".equalsIgnoreCase(property(table, CHANGE_DATA_FEED)));
    entry.put("rowCount", number(property(table, KNOWN_ROWS)));
    entry.put("sizeInBytes", number(property(table, KNOWN_SIZE)));
    entry.put("comment", table.getComment());
    entry.put("owner", table.getOwner());
    entry.put("createdAt", instant(table.getCreatedAt()));
    entry.put("updatedAt", instant(table.getUpdatedAt()));
    entry.put("tableId", table.getTableId());
    return entry;
  }

  static Map<String, Object> column(ColumnInfo column) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", column.getName());
    entry.put("type", column.getTypeText());
    // Unity Catalog leaves the field out for a nullable column.
    entry.put("nullable", !Boolean.FALSE.equals(column.getNullable()));
    entry.put("comment", column.getComment());
    entry.put("position", column.getPosition());
    entry.put("partition", column.getPartitionIndex());
    return entry;
  }

  /** The columns in their order. */
  public static List<ColumnInfo> columns(TableInfo table) {
    if (table.getColumns() == null) {
      return List.of();
    }
    List<ColumnInfo> ordered = new ArrayList<>(table.getColumns());
    ordered.sort(
        Comparator.comparing(
            ColumnInfo::getPosition, Comparator.nullsLast(Comparator.naturalOrder())));
    return ordered;
  }

  /** Whether Delta keeps it, so that its row count and size stand in its log. */
  public static boolean isDelta(TableInfo table) {
    return table.getDataSourceFormat() == DataSourceFormat.DELTA;
  }

  /** A name of the service's, or null where it says nothing or something newer than the SDK. */
  public static String text(Enum<?> value) {
    return value == null ? null : value.name();
  }

  private static Map<String, Object> named(SecurableName parent, String name) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", name);
    entry.put("object", parent.child(name).written());
    return entry;
  }

  private static String property(TableInfo table, String key) {
    return table.getProperties() == null ? null : table.getProperties().get(key);
  }

  private static Long number(String text) {
    return text == null || !text.matches("\\d{1,18}") ? null : Long.valueOf(text);
  }

  private static Instant instant(Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }
}
