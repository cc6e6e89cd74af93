// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

import com.databricks.sdk.service.catalog.TableInfo;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.name.SecurableName;
import io.lakeroute.databricks.run.TableProbe;
import io.lakeroute.databricks.statement.read.LargeResults;
import io.lakeroute.databricks.statement.read.RunId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.camel.Message;

/**
 * Reads the version of a table: by one statement where it has versions, by none where it has not.
 * Thread-safe.
 */
final class ReadVersion implements CatalogQuestion {

  private final WorkspaceConnection connection;
  private final LargeResults statements;

  ReadVersion(WorkspaceConnection connection, LargeResults statements) {
    this.connection = connection;
    this.statements = statements;
  }

  @Override
  public CatalogAnswer ask(SecurableName object, Message message) {
    TableProbe probe =
        new TableProbe(connection, statements, object.table(), RunId.of(message.getExchange()));
    TableInfo table = probe.info();
    OptionalLong version = probe.state(table).version();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("object", object.written());
    answer.put("tableId", table.getTableId());
    answer.put("version", version.isPresent() ? version.getAsLong() : null);
    answer.put("delta", Entries.isDelta(table));
    answer.put("rowFilter", TableProbe.filtersRows(table));
    answer.put("columnMask", TableProbe.masksColumns(table));
    answer.put("view", TableProbe.view(table));
    return new CatalogAnswer(answer, 1, () -> CatalogText.version(answer));
  }
}
