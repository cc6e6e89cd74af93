// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What {@code catalog} asks Unity Catalog, and of names of how many parts. */
public enum CatalogAction {
  /** The catalogs the principal may see. */
  CATALOGS(0, 0),
  /** The schemas of a catalog. */
  SCHEMAS(1, 1),
  /** The tables and views of a schema, or one of them. */
  TABLES(2, 3),
  /** The columns of a table or view. */
  COLUMNS(3, 3),
  /** The primary and foreign keys that a table declares. */
  KEYS(3, 3),
  /** What the principal may do with a catalog, a schema, or a table or view. */
  PRIVILEGES(1, 3),
  /** Columns, some rows and statistics of a table or view. */
  SAMPLE(3, 3),
  /** The version of a table, and whether it has any. */
  VERSION(3, 3);

  private final int fewestParts;
  private final int mostParts;

  CatalogAction(int fewestParts, int mostParts) {
    this.fewestParts = fewestParts;
    this.mostParts = mostParts;
  }

  /**
   * The action of that name.
   *
   * @throws DatabricksException CONFIGURATION, naming those there are
   */
  static CatalogAction of(String name) {
    for (CatalogAction action : values()) {
      if (action.lowerCase().equalsIgnoreCase(name)) {
        return action;
      }
    }
    throw new DatabricksException(
        Reason.CONFIGURATION,
        "The option action is '"
            + name
            + "'; allowed are "
            + Arrays.stream(values())
                .map(CatalogAction::lowerCase)
                .collect(Collectors.joining(", "))
            + ".");
  }

  /** As an endpoint writes it. */
  public String lowerCase() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is about a name of so many parts. */
  public boolean takes(int parts) {
    return parts >= fewestParts && parts <= mostParts;
  }

  /** Whether a name of so many parts holds what it is about. */
  public boolean takesWithin(int parts) {
    return parts <= mostParts;
  }

  /** Whether its answer comes in pages. */
  public boolean listing() {
    return this == CATALOGS || this == SCHEMAS || this == TABLES;
  }

  /**
   * What to tell about a name that does not fit.
   *
   * @param parts how many it has
   * @param without the end of the sentence where there is no name at all
   */
  public String misfit(int parts, String name, String without) {
    String found =
        parts == 0 ? without : "'" + name + "' has " + (parts == 1 ? "1 part." : parts + " parts.");
    return "databricks:catalog with action=" + lowerCase() + " " + needs() + "; " + found;
  }

  private String needs() {
    return switch (this) {
      case CATALOGS -> "takes no object";
      case SCHEMAS -> "needs the name of a catalog, as in main";
      case TABLES ->
          "needs the name of a schema, as in main.crm, or of a table or view, as in main.crm.leads";
      case COLUMNS, KEYS, SAMPLE, VERSION ->
          "needs the name of a table or view, as in main.crm.leads";
      case PRIVILEGES ->
          "needs the name of a catalog, a schema, or a table or view, as in main, main.crm or main.crm.leads";
    };
  }
}
