package io.lakeroute.databricks;

import io.lakeroute.databricks.connection.WorkspaceConnection;

/** What the options of write may be, and who may change anything at all. Stateless. */
final class WriteChecks {

  private WriteChecks() {}

  static void check(DatabricksConfiguration options, Operation operation) {
    if (operation != Operation.WRITE) {
      return;
    }
    if (blank(options.getObject())) {
      throw wrong(
          "databricks:write needs the name of a table, as in databricks:write:main.crm.leads.");
    }
    boolean merge = options.getWriteMode() == WriteMode.MERGE;
    if (merge && blank(options.getKeys())) {
      throw wrong(
          "writeMode=merge needs the option keys: the columns that tell rows apart, as in keys=id.");
    }
    if (!merge && !blank(options.getKeys())) {
      throw wrong(
          "The option keys goes with writeMode=merge only, not with writeMode="
              + options.getWriteMode().name().toLowerCase(java.util.Locale.ROOT)
              + ".");
    }
    if (options.isAtLeastOnce() && options.getWriteMode() != WriteMode.APPEND) {
      throw wrong(
          "The option atLeastOnce goes with writeMode=append only: merge and replace have the effect of one delivery anyway.");
    }
    if (blank(options.getRunColumn()) || blank(options.getRunRowColumn())) {
      throw wrong("The options runColumn and runRowColumn must not be empty.");
    }
  }

  /** Fails unless the connection allows what the operation does. */
  static void checkAllowed(WorkspaceConnection connection, Operation operation) {
    if (operation.writesBack() && !connection.profile().writeBack()) {
      String name = connection.profile().name();
      throw wrong(
          "databricks:"
              + operation.lowerCase()
              + " changes the workspace, and connection '"
              + name
              + "' does not allow that. Set databricks.connections."
              + name
              + ".writeBack=true if it should.");
    }
  }

  private static DatabricksException wrong(String message) {
    return new DatabricksException(Reason.CONFIGURATION, message);
  }

  private static boolean blank(String text) {
    return text == null || text.isBlank();
  }
}
