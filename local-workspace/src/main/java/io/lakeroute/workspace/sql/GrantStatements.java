// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.grants.Authorizer;
import io.lakeroute.workspace.grants.Denied;
import io.lakeroute.workspace.grants.Grant;
import io.lakeroute.workspace.grants.Privilege;
import io.lakeroute.workspace.grants.Securable;
import io.lakeroute.workspace.grants.Securable.Type;
import io.lakeroute.workspace.http.ApiException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.classic.Dataset;

/** GRANT, REVOKE and SHOW GRANTS; stateless. */
final class GrantStatements {

  private static final String ON =
      "\\s+ON\\s+(?:(CATALOG|SCHEMA|DATABASE|TABLE|VIEW|VOLUME|EXTERNAL\\s+LOCATION)\\s+)?"
          + StatementRule.NAME;
  private static final String PRINCIPAL = "(`(?:[^`]|``)+`|[^\\s`;]+)";
  private static final String GRANTS =
      "Principal STRING, ActionType STRING, ObjectType STRING, ObjectKey STRING";

  private final Catalogs catalogs;
  private final Authorizer authorizer;

  GrantStatements(Catalogs catalogs, Authorizer authorizer) {
    this.catalogs = catalogs;
    this.authorizer = authorizer;
  }

  List<StatementRule> rules() {
    return List.of(
        StatementRule.of("GRANT\\s+([\\w\\s,]+?)" + ON + "\\s+TO\\s+" + PRINCIPAL, this::grant),
        StatementRule.of("REVOKE\\s+([\\w\\s,]+?)" + ON + "\\s+FROM\\s+" + PRINCIPAL, this::revoke),
        StatementRule.of("SHOW\\s+GRANTS?(?:\\s+" + PRINCIPAL + ")?" + ON, this::show));
  }

  private Optional<Dataset<Row>> grant(Session session, Matcher statement) throws ParseException {
    return change(session, statement, privileges(statement.group(1)), Set.of());
  }

  private Optional<Dataset<Row>> revoke(Session session, Matcher statement) throws ParseException {
    return change(session, statement, Set.of(), privileges(statement.group(1)));
  }

  private Optional<Dataset<Row>> change(
      Session session, Matcher statement, Set<Privilege> add, Set<Privilege> remove)
      throws ParseException {
    var securable = securable(session, statement.group(2), statement.group(3));
    try {
      authorizer.change(
          session.caller().principal(), securable, plain(statement.group(4)), add, remove);
    } catch (Denied denied) {
      throw denied;
    } catch (ApiException e) {
      throw new SqlFailure("42704", e.getMessage());
    }
    return StatementRule.nothing(session);
  }

  private Optional<Dataset<Row>> show(Session session, Matcher statement) throws ParseException {
    var securable = securable(session, statement.group(2), statement.group(3));
    var principal = Optional.ofNullable(statement.group(1)).map(GrantStatements::plain);
    var rows =
        authorizer.effective(session.caller().principal(), securable, principal).stream()
            .map(GrantStatements::row);
    return StatementRule.rows(session, GRANTS, rows.toList());
  }

  private static Row row(Grant grant) {
    return RowFactory.create(
        grant.principal(),
        grant.privilege().text(),
        grant.place().type().name(),
        grant.place().fullName());
  }

  private static Set<Privilege> privileges(String list) {
    var privileges = EnumSet.noneOf(Privilege.class);
    for (String text : list.split(",")) {
      privileges.add(
          Privilege.of(text)
              .orElseThrow(
                  () ->
                      SqlFailure.of(
                          "PARSE_SYNTAX_ERROR",
                          "42601",
                          "Syntax error at or near '" + text.strip() + "'.")));
    }
    return privileges;
  }

  private Securable securable(Session session, String kind, String name) throws ParseException {
    String type = kind == null ? "TABLE" : kind.toUpperCase(Locale.ROOT);
    if (type.startsWith("EXTERNAL")) {
      return ExternalLocation.named(plain(name));
    }
    var securable =
        switch (type) {
          case "CATALOG" -> session.resolve(Type.CATALOG, name);
          case "SCHEMA", "DATABASE" -> session.resolve(Type.SCHEMA, name);
          case "VOLUME" -> session.resolve(Type.VOLUME, name);
          default -> session.resolve(Type.TABLE, name);
        };
    catalogs.require(securable);
    return securable;
  }

  private static String plain(String name) {
    return name.startsWith("`") ? name.substring(1, name.length() - 1).replace("``", "`") : name;
  }
}
