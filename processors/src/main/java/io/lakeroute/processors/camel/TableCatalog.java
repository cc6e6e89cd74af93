// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.rest.ProblemReason;
import io.lakeroute.processors.rest.RequestException;
import io.lakeroute.processors.sql.SqlName;
import java.io.Closeable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;

/** Asks Unity Catalog about tables through {@code databricks:catalog}; thread-safe. */
final class TableCatalog implements Closeable {

  private final ProducerTemplate template;
  private final Optional<Tenant> tenant;

  /**
   * A tenant, and its entry in the list of tenants: an endpoint for one tenant's table must not be
   * open to the others, whose fences would refuse it.
   */
  record Tenant(String name, String entry) {

    /** Those of an option {@code tenants}, by name. */
    static Map<String, Tenant> named(String tenants) {
      Map<String, Tenant> named = new LinkedHashMap<>();
      for (String entry : tenants.split(",")) {
        String name = entry.split("=", 2)[0].trim();
        named.put(name, new Tenant(name, entry.trim()));
      }
      return named;
    }
  }

  /** A table that cannot be read; the message says which, on what and why. */
  static final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    private UnreadableException(String message, Throwable cause, String reason) {
      super(message, cause);
      this.reason = reason;
    }

    /** The first of several, with the messages of all. */
    UnreadableException(List<UnreadableException> several) {
      this(
          several.stream().map(Throwable::getMessage).collect(Collectors.joining(" Besides, ")),
          several.get(0).getCause(),
          several.get(0).reason);
    }

    /** Whether there is none, as far as the principal may know. */
    boolean missing() {
      return reason.equals(ProblemReason.NOT_FOUND.name());
    }

    /** Whether other tables may be readable all the same. */
    boolean ofThisTable() {
      return missing() || reason.equals(ProblemReason.FORBIDDEN.name());
    }

    /** What the component itself said. */
    Exception failure() {
      return FailureReason.unwrapped(getCause()) instanceof Exception cause ? cause : this;
    }
  }

  /**
   * @param tenant whose tables they are; empty where each question names its connection
   */
  TableCatalog(CamelContext camelContext, Optional<Tenant> tenant) {
    this.template = camelContext.createProducerTemplate();
    this.tenant = tenant;
  }

  /**
   * Has the component check tenants and their connections, which opens none of them: a producer of
   * whatever operation is set up and forgotten.
   */
  static void check(CamelContext camelContext, String tenants) {
    check(camelContext, "verify?tenants=" + raw(tenants), "The tenants of the flow");
  }

  /** The same for one connection and what changes something, which it has to allow. */
  static void checkChanges(CamelContext camelContext, String connection) {
    check(
        camelContext,
        "execute?statementFrom=property&connection=" + raw(connection),
        "Connection '" + connection + "'");
  }

  private static void check(CamelContext camelContext, String operation, String what) {
    try {
      camelContext
          .getEndpoint("databricks:" + operation + "&servicePrincipalOnly=true")
          .createProducer();
    } catch (Exception e) {
      throw new IllegalArgumentException(what + " cannot be used: " + FailureReason.of(e), e);
    }
  }

  /** The columns of a table: maps with {@code name} and {@code type}. */
  List<?> columns(SqlName table, String connection) {
    return ask("columns", "the columns of", table, connection, List.class);
  }

  /**
   * The keys that a table declares: maps with {@code kind}, {@code columns}, {@code references}.
   */
  List<?> keys(SqlName table, String connection) {
    return ask("keys", "the keys of", table, connection, List.class);
  }

  /** At most {@code most} tables and views of a schema: maps with {@code name}. */
  List<?> tables(SqlName schema, String connection, int most) {
    return ask("tables&maxRows=" + most, "the tables of", schema, connection, List.class);
  }

  /** What is known of a table's versions; the latest is {@code version}, absent if it has none. */
  Map<?, ?> version(SqlName table, String connection) {
    return ask("version", "the version of", table, connection, Map.class);
  }

  /** What is known of a table or view without looking at its rows, such as {@code rowCount}. */
  Map<?, ?> described(SqlName table, String connection) {
    return (Map<?, ?>) ask("tables", "what is known of", table, connection, List.class).get(0);
  }

  private <T> T ask(String action, String what, SqlName table, String connection, Class<T> type) {
    // A person's token must not serve anonymous callers: only a service principal may be used.
    String endpoint =
        "databricks:catalog?object=%s&%s&action=%s&servicePrincipalOnly=true"
            .formatted(raw(carried(table)), place(tenant, connection), action);
    try {
      return template.requestBodyAndHeader(
          endpoint,
          null,
          StatementProperties.TENANT_HEADER,
          tenant.map(Tenant::name).orElse(null),
          type);
    } catch (RuntimeException e) {
      throw new UnreadableException(
          "%s %s cannot be read %s: %s"
              .formatted(
                  what,
                  table,
                  tenant
                      .map(one -> "for tenant '" + one.name() + "'")
                      .orElse("through connection '" + connection + "'"),
                  FailureReason.of(e)),
          e,
          FailureReason.described(template.getCamelContext(), e).reason());
    }
  }

  /**
   * A name as a URI of Camel carries it, which callers may have written: placeholders in it would
   * be replaced, by secrets too, and its end could be another option.
   *
   * @throws RequestException INVALID for a name that no URI carries unchanged
   */
  static String carried(SqlName table) {
    String name = table.toString();
    if (name.contains("{{") || name.contains("}}") || name.contains(")")) {
      throw RequestException.invalid("names of tables and schemas cannot have {{, }} or )");
    }
    return name;
  }

  /** The option of an endpoint that says where it goes. */
  static String place(Optional<Tenant> tenant, String connection) {
    return tenant.map(one -> "tenants=" + raw(one.entry())).orElse("connection=" + raw(connection));
  }

  /** As Camel itself writes texts into a URI: it takes %25 for %. */
  static String raw(String text) {
    return "RAW(" + text.replace("%", "%25") + ")";
  }

  @Override
  public void close() {
    template.stop();
  }
}
