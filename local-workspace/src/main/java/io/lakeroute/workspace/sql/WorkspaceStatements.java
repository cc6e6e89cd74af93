// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.grants.Authorizer;
import io.lakeroute.workspace.grants.Privilege;
import io.lakeroute.workspace.grants.Securable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.classic.Dataset;

/** The statements that Databricks has and Spark has not, or answers otherwise; stateless. */
final class WorkspaceStatements {

  private static final String NAME = "(?:`((?:[^`]|``)+)`|(\\w+))";

  private final Catalogs catalogs;
  private final Authorizer authorizer;
  private final List<StatementRule> rules;

  WorkspaceStatements(SparkEngine engine) {
    this.catalogs = engine.catalogs();
    this.authorizer = engine.authorizer();
    var all =
        new ArrayList<>(
            List.of(
                StatementRule.of("SET\\s+QUERY_TAGS", WorkspaceStatements::showTags),
                StatementRule.of(
                    "SET\\s+(" + QueryTags.ASSIGNMENTS + ")", WorkspaceStatements::setTags),
                StatementRule.of("SET\\s+([\\w.]+)(?:\\s*=\\s*(.*))?", WorkspaceStatements::set),
                StatementRule.of("RESET\\s+(\\w+)", WorkspaceStatements::reset),
                StatementRule.of("USE\\s+CATALOG\\s+" + NAME, this::useCatalog),
                StatementRule.of(
                    "CREATE\\s+CATALOG\\s+(IF\\s+NOT\\s+EXISTS\\s+)?"
                        + NAME
                        + "(?:\\s+COMMENT\\s.*)?",
                    this::createCatalog),
                StatementRule.of(
                    "DROP\\s+CATALOG\\s+(IF\\s+EXISTS\\s+)?" + NAME + "\\s*(RESTRICT|CASCADE)?",
                    this::dropCatalog),
                StatementRule.of(
                    "(PUT|GET|LIST|REMOVE|(?:ALTER|DESC|DESCRIBE|COMMENT\\s+ON)\\s+VOLUME)"
                        + "\\s.*",
                    WorkspaceStatements::unsupported)));
    all.addAll(new GrantStatements(catalogs, authorizer).rules());
    all.addAll(new MetadataStatements(catalogs, authorizer).rules());
    all.addAll(new VolumeStatements(catalogs, engine.volumes(), authorizer).rules());
    all.add(engine.statistics().rule());
    all.add(new CopyStatements(engine).rule());
    this.rules = List.copyOf(all);
  }

  /** The answer, or empty for a statement that is Spark's to run. */
  Optional<Dataset<Row>> run(Session session, String sql) throws ParseException {
    return StatementRule.run(rules, session, sql);
  }

  private static Optional<Dataset<Row>> showTags(Session session, Matcher statement) {
    List<Row> rows = new ArrayList<>();
    session
        .tags()
        .values()
        .forEach((key, value) -> rows.add(RowFactory.create(key, value.isEmpty() ? null : value)));
    return StatementRule.rows(session, "key STRING, value STRING", rows);
  }

  private static Optional<Dataset<Row>> setTags(Session session, Matcher statement) {
    session.tags(session.tags().with(statement.group(1)));
    return StatementRule.nothing(session);
  }

  private static Optional<Dataset<Row>> set(Session session, Matcher statement) {
    String key = statement.group(1);
    var value = Optional.ofNullable(statement.group(2));
    if (Session.SETTINGS.contains(upper(key))) {
      value.ifPresent(text -> session.set(key, text.strip().replaceAll("^'(.*)'$", "$1")));
      return StatementRule.row(session, "key STRING, value STRING", key, session.setting(key));
    }
    if (value.isPresent() && key.contains(".")) {
      throw SqlFailure.of(
          "CONFIG_NOT_AVAILABLE", "42K0I", "Configuration " + key + " is not available.");
    }
    return Optional.empty(); // a variable
  }

  private static Optional<Dataset<Row>> reset(Session session, Matcher statement) {
    String key = upper(statement.group(1));
    if (!Session.SETTINGS.contains(key)) {
      return Optional.empty();
    }
    session.reset(key);
    return StatementRule.nothing(session);
  }

  private Optional<Dataset<Row>> useCatalog(Session session, Matcher statement) {
    catalogs.require(name(statement, 1));
    authorizer.requireSight(session.caller().principal(), Securable.catalog(name(statement, 1)));
    session.use(name(statement, 1), "");
    return StatementRule.nothing(session);
  }

  private Optional<Dataset<Row>> createCatalog(Session session, Matcher statement) {
    boolean ifNotExists = statement.group(1) != null;
    String name = name(statement, 2);
    authorizer.require(session.caller().principal(), Privilege.CREATE_CATALOG, Securable.METASTORE);
    if (!ifNotExists || !catalogs.exists(name)) {
      catalogs.create(name);
    }
    return StatementRule.nothing(session);
  }

  private Optional<Dataset<Row>> dropCatalog(Session session, Matcher statement) {
    boolean ifExists = statement.group(1) != null;
    boolean cascade = "CASCADE".equalsIgnoreCase(statement.group(4));
    String name = name(statement, 2);
    if (name.equalsIgnoreCase(Catalogs.DEFAULT)) {
      throw SqlFailure.unsupported("Dropping the catalog in which sessions start");
    }
    if (!ifExists || catalogs.exists(name)) {
      authorizer.require(session.caller().principal(), Privilege.MANAGE, Securable.catalog(name));
      if (!cascade && !catalogs.isEmpty(name)) {
        throw SqlFailure.of(
            "SCHEMA_NOT_EMPTY", "2BP01", "Cannot drop catalog `" + name + "`: it is not empty.");
      }
      catalogs.drop(name);
    }
    return StatementRule.nothing(session);
  }

  private static Optional<Dataset<Row>> unsupported(Session session, Matcher statement) {
    throw SqlFailure.unsupported(upper(statement.group(1).replaceAll("\\s+", " ")));
  }

  /** The name in this group if it was quoted, else in the next. */
  private static String name(Matcher statement, int group) {
    String quoted = statement.group(group);
    return quoted != null ? quoted.replace("``", "`") : statement.group(group + 1);
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }
}
