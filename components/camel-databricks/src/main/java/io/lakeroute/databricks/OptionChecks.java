package io.lakeroute.databricks;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What option values may be; Kamelets pass on whatever was written, so the endpoint checks.
 * Stateless.
 */
final class OptionChecks {

  private static final int LARGEST_BATCH = 100_000;

  private static final Pattern KUBERNETES_NAME =
      Pattern.compile("(?:[a-z0-9-]{1,63}/)?[a-z0-9][a-z0-9.-]{0,252}");
  private static final Pattern KUBERNETES_ENTRY = Pattern.compile("[A-Za-z0-9._-]{1,200}");

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
    if (operation == Operation.ROTATE) {
      checkRotation(options);
    }
    if (operation == Operation.QUERY) {
      checkStatement(options);
    }
    if (operation == Operation.CATALOG && blank(options.getObject())) {
      throw wrong(
          "databricks:catalog needs the name of a table or view, as in databricks:catalog:main.crm.leads.");
    }
    if (operation != Operation.CATALOG && !blank(options.getObject())) {
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

  private static void checkStatement(DatabricksConfiguration options) {
    boolean fromProperty = options.getStatementFrom() == StatementFrom.PROPERTY;
    if (!fromProperty && blank(options.getSql())) {
      throw wrong("databricks:query needs the option sql, or statementFrom=property.");
    }
    if (fromProperty && !blank(options.getSql())) {
      throw wrong(
          "databricks:query takes either the option sql or statementFrom=property, not both.");
    }
  }

  private static void checkRotation(DatabricksConfiguration options) {
    range("secretLifetime", options.getSecretLifetime(), Duration.ofDays(1), Duration.ofDays(730));
    range(
        "rotateAfter",
        options.getRotateAfter(),
        Duration.ZERO,
        options.getSecretLifetime().minusHours(2));
    range("overlap", options.getOverlap(), Duration.ZERO, options.getSecretLifetime());
    String name = options.getKubernetesSecretName();
    if (name != null && !KUBERNETES_NAME.matcher(name).matches()) {
      throw wrong(
          "The option kubernetesSecretName is '" + name + "'; allowed is name or namespace/name.");
    }
    if (!KUBERNETES_ENTRY.matcher(options.getKubernetesSecretEntry()).matches()) {
      throw wrong(
          "The option kubernetesSecretEntry is '"
              + options.getKubernetesSecretEntry()
              + "'; allowed are letters, digits, dots, dashes and underscores.");
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
