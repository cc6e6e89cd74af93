package io.lakeroute.databricks;

import io.lakeroute.databricks.profile.QueryTags;
import io.lakeroute.databricks.runs.RunsAction;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What option values may be; Kamelets pass on whatever was written, so the endpoint checks.
 * Stateless.
 */
final class OptionChecks {

  private static final int LARGEST_BATCH = 100_000;

  private OptionChecks() {}

  static void check(DatabricksEndpoint endpoint, Operation operation) {
    DatabricksConfiguration options = endpoint.getConfiguration();
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
    if (operation == Operation.ROTATE) {
      RotationChecks.check(endpoint.getRotation());
    }
    checkTenants(options);
    if (operation == Operation.QUERY || operation == Operation.EXECUTE) {
      checkStatement(endpoint.getStatement(), operation);
    }
    WriteChecks.check(options, endpoint.getWriting(), operation);
    if (operation != Operation.QUERY && options.isReadOnly()) {
      throw wrong(
          "databricks:"
              + operation.lowerCase()
              + " takes no readOnly; only query runs statements.");
    }
    if (operation == Operation.CATALOG) {
      CatalogChecks.check(options, endpoint.getCatalog());
    } else if (operation == Operation.RUNS && RunsAction.of(action(options)).isEmpty()) {
      throw wrong(
          "The option action is '"
              + options.getAction()
              + "'; for databricks:runs allowed are "
              + RunsAction.options()
              + ".");
    } else if (operation != Operation.WRITE
        && operation != Operation.SNAPSHOT
        && !blank(options.getObject())) {
      throw wrong(
          "databricks:"
              + operation.lowerCase()
              + " takes no object; remove ':"
              + options.getObject()
              + "'.");
    }
    checkOutput(options.getOutputType(), operation);
  }

  /** What runs does, listing where nothing is said. */
  static String action(DatabricksConfiguration options) {
    return blank(options.getAction()) ? RunsAction.LIST.option() : options.getAction();
  }

  private static void checkOutput(OutputType output, Operation operation) {
    Set<OutputType> allowed =
        switch (operation) {
          case QUERY -> EnumSet.complementOf(EnumSet.of(OutputType.TEXT));
          case CATALOG -> EnumSet.of(OutputType.LIST, OutputType.JSON, OutputType.TEXT);
          case VERIFY, RUNS -> EnumSet.of(OutputType.LIST, OutputType.JSON);
          case EXECUTE, WRITE, SNAPSHOT, ROTATE -> EnumSet.of(OutputType.LIST);
        };
    if (!allowed.contains(output)) {
      throw wrong(
          "databricks:"
              + operation.lowerCase()
              + " has no outputType="
              + output.name().toLowerCase(Locale.ROOT)
              + "; allowed are "
              + allowed.stream()
                  .map(type -> type.name().toLowerCase(Locale.ROOT))
                  .collect(Collectors.joining(", "))
              + ".");
    }
  }

  private static void checkTenants(DatabricksConfiguration options) {
    if (!blank(options.getTenants()) && !blank(options.getConnection())) {
      throw wrong("Set either the option tenants or the option connection, not both.");
    }
    if (!blank(options.getFlow()) && !QueryTags.fits(options.getFlow())) {
      throw wrong("The option flow must have 1 to 128 characters and no control character.");
    }
  }

  private static void checkStatement(StatementConfiguration options, Operation operation) {
    String endpoint = "databricks:" + operation.lowerCase();
    boolean fromProperty = options.getStatementFrom() == StatementFrom.PROPERTY;
    if (!fromProperty && blank(options.getSql())) {
      throw wrong(endpoint + " needs the option sql, or statementFrom=property.");
    }
    if (fromProperty && !blank(options.getSql())) {
      throw wrong(endpoint + " takes either the option sql or statementFrom=property, not both.");
    }
  }

  static void range(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw wrong(
          "The option " + option + " is " + value + "; allowed is " + min + " to " + max + ".");
    }
  }

  static void range(String option, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw wrong(
          "The option " + option + " is " + value + "; allowed is " + min + " to " + max + ".");
    }
  }

  static DatabricksException wrong(String message) {
    return new DatabricksException(Reason.CONFIGURATION, message);
  }

  static boolean blank(String text) {
    return text == null || text.isBlank();
  }
}
