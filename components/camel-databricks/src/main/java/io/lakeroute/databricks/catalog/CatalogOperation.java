package io.lakeroute.databricks.catalog;

import com.databricks.sdk.service.catalog.ColumnInfo;
import com.databricks.sdk.service.catalog.TableInfo;
import com.databricks.sdk.service.catalog.TablesAPI;
import io.lakeroute.databricks.DatabricksConstants;
import io.lakeroute.databricks.DatabricksOperation;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * Lists the columns of a table or view from Unity Catalog, which needs no warehouse. Thread-safe.
 */
public final class CatalogOperation implements DatabricksOperation {

  private final WorkspaceConnection connection;
  private final ObjectName object;
  private final TablesAPI tables;

  public CatalogOperation(WorkspaceConnection connection, ObjectName object) {
    this.connection = connection;
    this.object = object;
    this.tables = new TablesAPI(connection.api());
  }

  @Override
  public void process(Exchange exchange) {
    TableInfo table =
        connection
            .rest()
            .call("Cannot read the columns of " + object, () -> tables.get(object.fullName()));
    List<Map<String, Object>> columns = columns(table);
    exchange.getMessage().setBody(columns);
    exchange.getMessage().setHeader(DatabricksConstants.CONNECTION, connection.profile().name());
    exchange.getMessage().setHeader(DatabricksConstants.TABLE, object.fullName());
    exchange.getMessage().setHeader(DatabricksConstants.ROW_COUNT, (long) columns.size());
  }

  private static List<Map<String, Object>> columns(TableInfo table) {
    if (table.getColumns() == null) {
      return List.of();
    }
    List<ColumnInfo> ordered = new ArrayList<>(table.getColumns());
    ordered.sort(
        Comparator.comparing(
            ColumnInfo::getPosition, Comparator.nullsLast(Comparator.naturalOrder())));
    List<Map<String, Object>> columns = new ArrayList<>();
    for (ColumnInfo column : ordered) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", column.getName());
      row.put("type", column.getTypeText());
      // Unity Catalog leaves the field out for a nullable column.
      row.put("nullable", !Boolean.FALSE.equals(column.getNullable()));
      row.put("comment", column.getComment());
      row.put("position", column.getPosition());
      columns.add(row);
    }
    return columns;
  }
}
