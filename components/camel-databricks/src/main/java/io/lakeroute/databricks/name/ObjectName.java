// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.name;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.util.List;

/**
 * A full name of a table or view. Names are parsed and quoted in this package only. Immutable.
 *
 * @param catalog first part, without quotes
 * @param schema second part, without quotes
 * @param object third part, without quotes
 */
public record ObjectName(String catalog, String schema, String object) {

  public ObjectName {
    NameParts.check(catalog);
    NameParts.check(schema);
    NameParts.check(object);
  }

  /**
   * Reads {@code main.crm.leads}, where a part may stand in backticks, as in {@code main.crm.`my
   * leads`}.
   *
   * @throws DatabricksException INVALID when it has not exactly three parts or a part is not right
   */
  public static ObjectName parse(String text) {
    List<String> parts = NameParts.split(text);
    if (parts.size() != 3) {
      throw invalid(
          "'"
              + text
              + "' has "
              + parts.size()
              + (parts.size() == 1 ? " part" : " parts")
              + ". Write all three, catalog.schema.table: a shorter name would mean another table under another connection.");
    }
    return new ObjectName(parts.get(0), parts.get(1), parts.get(2));
  }

  /** For REST paths and messages: parts joined by dots. */
  public String fullName() {
    return catalog + "." + schema + "." + object;
  }

  /** For statements: every part in backticks. */
  public String quoted() {
    return quote(catalog) + "." + quote(schema) + "." + quote(object);
  }

  /** For functions that take a name as text, such as table_changes: quoted, as a literal. */
  public String literal() {
    return "'" + quoted().replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /** One identifier in backticks, whatever it holds. */
  public static String quote(String identifier) {
    NameParts.check(identifier);
    return "`" + identifier.replace("`", "``") + "`";
  }

  @Override
  public String toString() {
    return fullName();
  }

  private static DatabricksException invalid(String message) {
    return new DatabricksException(Reason.INVALID, message);
  }
}
