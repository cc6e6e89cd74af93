// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.bench;

import io.lakeroute.processors.segment.Statement;
import io.lakeroute.tests.workspace.Driver;
import io.lakeroute.tests.workspace.Workspace;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.regex.Pattern;

/** What a user would write by hand: open driver connections, one prepared statement per call. */
final class RawClients implements AutoCloseable {

  private static final Pattern PARAMETER = Pattern.compile(":(p\\d+)");

  private final List<Connection> all = new ArrayList<>();
  private final BlockingQueue<Connection> free;

  RawClients(Workspace workspace, int count) {
    free = new ArrayBlockingQueue<>(count);
    for (int i = 0; i < count; i++) {
      all.add(Driver.connect(workspace, Driver.Mode.SEA));
    }
    free.addAll(all);
  }

  /** Runs the statement and reads every value; gives the number of rows. */
  int query(String sql, Object... parameters) {
    Connection connection = free.remove();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        if (parameters[i] instanceof BigDecimal decimal) {
          statement.setBigDecimal(i + 1, decimal); // The driver's setObject takes none.
        } else {
          statement.setObject(i + 1, parameters[i]);
        }
      }
      int rows = 0;
      try (ResultSet result = statement.executeQuery()) {
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
          for (int i = 1; i <= columns; i++) {
            result.getObject(i);
          }
          rows++;
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } finally {
      free.add(connection);
    }
  }

  /** The same for a statement with named parameters. */
  int query(Statement statement) {
    List<Object> values = new ArrayList<>();
    String sql =
        PARAMETER
            .matcher(statement.sql())
            .replaceAll(
                name -> {
                  values.add(statement.parameters().get(name.group(1)));
                  return "?";
                });
    return query(sql, values.toArray());
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : all) {
      connection.close();
    }
  }
}
