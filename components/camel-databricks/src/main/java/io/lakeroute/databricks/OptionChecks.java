package io.lakeroute.databricks;

import java.time.Duration;

/**
 * What option values may be; Kamelets pass on whatever was written, so the endpoint checks.
 * Stateless.
 */
final class OptionChecks {

  private static final int LARGEST_BATCH = 100_000;

  private OptionChecks() {}

  static void check(DatabricksConfiguration options, Operation operation) {
    range("batchSize", options.getBatchSize(), 1, LARGEST_BATCH);
    range("maxRows", options.getMaxRows(), 0, Integer.MAX_VALUE - 1);
    range(
        "statementTimeout",
        options.getStatementTimeout(),
        Duration.ofSeconds(1),
        Duration.ofHours(24));
    range("queueTimeout", options.getQueueTimeout(), Duration.ofMillis(1), Duration.ofHours(1));
    range(
        "warehouseStartTimeout",
        options.getWarehouseStartTimeout(),
        Duration.ofSeconds(1),
        Duration.ofHours(1));
    range(
        "stagingRetention",
        options.getStagingRetention(),
        Duration.ofMinutes(1),
        Duration.ofDays(365));
    if (operation == Operation.QUERY || operation == Operation.EXECUTE) {
      checkStatement(options, operation);
    }
    WriteChecks.check(options, operation);
    if (operation == Operation.CATALOG && blank(options.getObject())) {
      throw wrong(
          "databricks:catalog needs the name of a table or view, as in databricks:catalog:main.crm.leads.");
    }
    if (operation != Operation.CATALOG
        && operation != Operation.WRITE
        && !blank(options.getObject())) {
      throw wrong(
          "databricks:"
              + operation.lowerCase()
              + " takes no object; remove ':"
              + options.getObject()
              + "'.");
    }
    if (!"columns".equals(options.getAction())) {
      throw wrong("The option action is '" + options.getAction() + "'; allowed is columns.");
    }
  }

  private static void checkStatement(DatabricksConfiguration options, Operation operation) {
    String endpoint = "databricks:" + operation.lowerCase();
    boolean fromProperty = options.getStatementFrom() == StatementFrom.PROPERTY;
    if (!fromProperty && blank(options.getSql())) {
      throw wrong(endpoint + " needs the option sql, or statementFrom=property.");
    }
    if (fromProperty && !blank(options.getSql())) {
      throw wrong(endpoint + " takes either the option sql or statementFrom=property, not both.");
    }
  }

  private static void range(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw wrong(
          "The option " + option + " is " + value + "; allowed is " + min + " to " + max + ".");
    }
  }

  private static void range(String option, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw wrong(
          "The option " + option + " is " + value + "; allowed is " + min + " to " + max + ".");
    }
  }

  private static DatabricksException wrong(String message) {
    return new DatabricksException(Reason.CONFIGURATION, message);
  }

  private static boolean blank(String text) {
    return text == null || text.isBlank();
  }
}
