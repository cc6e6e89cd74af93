// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.jdbc;

import com.databricks.internal.apache.arrow.vector.ValueVector;
import com.databricks.jdbc.api.impl.DatabricksResultSet;
import io.lakeroute.databricks.arrow.ArrowChunk;
import io.lakeroute.databricks.arrow.UnsupportedArrowException;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.RowReader;
import io.lakeroute.databricks.result.Rows;
import io.lakeroute.databricks.result.SqlType;
import io.lakeroute.databricks.result.TextValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of the driver, with values made from what travelled, by the same reader as for results
 * from storage. For one thread at a time.
 */
public final class DriverRows implements RowReader {

  private final DatabricksResultSet rows;
  private final List<Column> columns;
  private final List<SqlType> types;
  private final DriverBatches batches;
  private List<ValueVector> current = List.of();
  private Rows decoded = Rows.NONE;

  private DriverRows(DatabricksResultSet rows, List<Column> columns) {
    this.rows = rows;
    this.columns = columns;
    this.types = columns.stream().map(column -> SqlType.parse(column.typeText())).toList();
    this.batches = new DriverBatches(rows);
  }

  /**
   * Makes sure that the driver on the class path is one whose rows can be read.
   *
   * @throws DatabricksException CONFIGURATION when it is not
   */
  public static void requireKnownDriver() {
    DriverFields.get();
  }

  /** The rows of a statement that ran. */
  public static DriverRows of(ResultSet rows) throws SQLException {
    return new DriverRows(rows.unwrap(DatabricksResultSet.class), columns(rows.getMetaData()));
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public boolean next() throws SQLException {
    return rows.next();
  }

  @Override
  public Object[] values() throws SQLException {
    Object[] values = batches.inArrow() ? decoded().row(batches.row()) : plain();
    for (int i = 0; i < values.length; i++) {
      if (types.get(i) instanceof SqlType.Simple type && geometry(type.name())) {
        Object geometry = rows.getObject(i + 1);
        values[i] = geometry == null ? null : geometry.toString();
      }
    }
    return values;
  }

  /** They may travel in binary; the driver makes text of them. */
  private static boolean geometry(String type) {
    return type.equals("GEOMETRY") || type.equals("GEOGRAPHY");
  }

  private Rows decoded() {
    List<ValueVector> batch = batches.batch();
    if (batch != current) {
      decoded = decode(batch);
      current = batch;
    }
    return decoded;
  }

  private Rows decode(List<ValueVector> batch) {
    try {
      ArrowChunk chunk =
          ArrowChunk.read(new ByteArrayInputStream(DriverBatches.bytes(batch)), columns);
      return chunk.take(Integer.MAX_VALUE);
    } catch (UnsupportedArrowException e) {
      throw new DatabricksException(
          Reason.INVALID, "Cannot read the result: " + e.getMessage() + ".");
    } catch (IOException e) {
      throw new IllegalStateException("The driver's batch cannot be read", e);
    }
  }

  private Object[] plain() throws SQLException {
    Object[] values = new Object[types.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = TextValue.of(batches.plain(i), types.get(i));
    }
    return values;
  }

  private static List<Column> columns(ResultSetMetaData metaData) throws SQLException {
    List<Column> columns = new ArrayList<>(metaData.getColumnCount());
    for (int i = 1; i <= metaData.getColumnCount(); i++) {
      columns.add(new Column(metaData.getColumnLabel(i), metaData.getColumnTypeName(i)));
    }
    return columns;
  }
}
