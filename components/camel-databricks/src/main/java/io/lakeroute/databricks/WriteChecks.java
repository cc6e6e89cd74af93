package io.lakeroute.databricks;

import io.lakeroute.databricks.catalog.ObjectName;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.profile.CatalogFence;
import java.util.Locale;
import java.util.Optional;

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
              + options.getWriteMode().name().toLowerCase(Locale.ROOT)
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

  /** Fails unless the connection allows what the endpoint does. */
  static void checkAllowed(
      DatabricksConfiguration options, Operation operation, WorkspaceConnection connection) {
    String name = connection.profile().name();
    if (operation.writesBack() && !connection.profile().writeBack()) {
      throw wrong(
          "databricks:"
              + operation.lowerCase()
              + " changes the workspace, and connection '"
              + name
              + "' does not allow that. Set databricks.connections."
              + name
              + ".writeBack=true if it should.");
    }
    if (operation == Operation.WRITE) {
      CatalogFence fence = ConnectionChecks.fence(options, connection);
      ObjectName table = ObjectName.parse(options.getObject());
      fence.require(table.catalog(), "Cannot write to " + table, name);
      stagingSchema(options)
          .ifPresent(
              schema ->
                  fence.require(
                      schema.catalog(), "Cannot stage in " + options.getStagingSchema(), name));
    }
  }

  /** A name in the schema of the option stagingSchema, where it is set. */
  static Optional<ObjectName> stagingSchema(DatabricksConfiguration options) {
    if (blank(options.getStagingSchema())) {
      return Optional.empty();
    }
    try {
      return Optional.of(ObjectName.parse(options.getStagingSchema() + ".t"));
    } catch (DatabricksException e) {
      throw wrong(
          "The option stagingSchema is '"
              + options.getStagingSchema()
              + "'; write catalog.schema, as in main.staging.");
    }
  }

  private static DatabricksException wrong(String message) {
    return new DatabricksException(Reason.CONFIGURATION, message);
  }

  private static boolean blank(String text) {
    return text == null || text.isBlank();
  }
}
