// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

import com.databricks.sdk.service.catalog.ForeignKeyConstraint;
import com.databricks.sdk.service.catalog.PrimaryKeyConstraint;
import com.databricks.sdk.service.catalog.TableConstraint;
import com.databricks.sdk.service.catalog.TableInfo;
import io.lakeroute.databricks.name.SecurableName;
import io.lakeroute.databricks.unity.UnityCatalog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;

/**
 * Lists the primary key and the foreign keys that a table declares. Databricks enforces neither.
 * Thread-safe.
 */
final class ListKeys implements CatalogQuestion {

  private final UnityCatalog unity;

  ListKeys(UnityCatalog unity) {
    this.unity = unity;
  }

  @Override
  public CatalogAnswer ask(SecurableName object, Message message) {
    TableInfo table = unity.table("Cannot read the keys of", object);
    List<Map<String, Object>> keys = new ArrayList<>();
    if (table.getTableConstraints() != null) {
      table.getTableConstraints().forEach(constraint -> add(constraint, keys));
    }
    return new CatalogAnswer(keys, keys.size(), () -> CatalogText.keys(keys));
  }

  /** Constraints of other kinds are no keys. */
  private static void add(TableConstraint constraint, List<Map<String, Object>> keys) {
    PrimaryKeyConstraint primary = constraint.getPrimaryKeyConstraint();
    if (primary != null) {
      keys.add(entry(primary.getName(), "PRIMARY", primary.getChildColumns(), primary.getRely()));
    }
    ForeignKeyConstraint foreign = constraint.getForeignKeyConstraint();
    if (foreign != null && foreign.getParentTable() != null) {
      Map<String, Object> entry =
          entry(foreign.getName(), "FOREIGN", foreign.getChildColumns(), foreign.getRely());
      entry.put("references", object(foreign.getParentTable()));
      entry.put("referencedColumns", columns(foreign.getParentColumns()));
      keys.add(entry);
    }
  }

  private static Map<String, Object> entry(
      String name, String kind, Collection<String> columns, Boolean rely) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", name);
    entry.put("kind", kind);
    entry.put("columns", columns(columns));
    entry.put("rely", Boolean.TRUE.equals(rely));
    entry.put("references", null);
    entry.put("referencedColumns", null);
    return entry;
  }

  private static List<String> columns(Collection<String> columns) {
    return columns == null ? List.of() : List.copyOf(columns);
  }

  /** The service joins the parts by dots, which no part has. */
  private static String object(String fullName) {
    return new SecurableName(List.of(fullName.split("\\."))).written();
  }
}
