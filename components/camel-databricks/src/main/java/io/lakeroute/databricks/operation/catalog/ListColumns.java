// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

import io.lakeroute.databricks.name.SecurableName;
import io.lakeroute.databricks.unity.UnityCatalog;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;

/** Lists the columns of a table or view. Thread-safe. */
public final class ListColumns implements CatalogQuestion {

  private final UnityCatalog unity;

  public ListColumns(UnityCatalog unity) {
    this.unity = unity;
  }

  @Override
  public CatalogAnswer ask(SecurableName object, Message message) {
    List<Map<String, Object>> columns =
        Entries.columns(unity.table("Cannot read the columns of", object)).stream()
            .map(Entries::column)
            .toList();
    return new CatalogAnswer(columns, columns.size(), () -> CatalogText.columns(columns));
  }
}
