// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.grants.Authorizer;
import io.lakeroute.workspace.grants.Privilege;
import io.lakeroute.workspace.grants.Securable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.RelationTimeTravel;
import org.apache.spark.sql.catalyst.analysis.UnresolvedNamespace;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.ForeignKeyConstraint;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SetCatalogAndNamespace;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.execution.command.SetCatalogCommand;
import org.apache.spark.sql.sources.DataSourceRegister;
import scala.Product;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Refuses, before Spark looks for anything that a statement names, what would reach the files, the
 * network or the JVM behind the workspace, whoever runs it; commands that are not known to stay
 * inside are refused too ({@link OutsideStatements}). What the workspace runs for itself is passed
 * over. One per session.
 */
final class StatementBorder extends Rule<LogicalPlan> {

  private static final String SESSION_CATALOG = "spark_catalog";

  /** The short names of what Spark can read. */
  private static final Set<String> SOURCES = sources();

  private final SparkSession spark;
  private final Authorizer authorizer;
  private final Securables securables;

  StatementBorder(SparkSession spark, Authorizer authorizer, Securables securables) {
    this.spark = spark;
    this.authorizer = authorizer;
    this.securables = securables;
  }

  private static Set<String> sources() {
    return ServiceLoader.load(DataSourceRegister.class).stream()
        .map(source -> source.get().shortName().toLowerCase(Locale.ROOT))
        .filter(name -> !name.equals(SchemaCatalog.PATHS))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    var caller = PlanAuthorization.caller();
    if (caller.isPresent()) {
      PlanParts.forEach(plan, part -> check(caller.get(), part));
      boolean leaves = plan instanceof SetCatalogCommand || plan instanceof SetCatalogAndNamespace;
      if (!leaves && currentCatalog().name().equals(SESSION_CATALOG)) {
        throw noCatalog(); // by a name that was computed
      }
    }
    return plan;
  }

  private void check(String caller, Product part) {
    OutsideStatements.refuse(part);
    if (part instanceof SetCatalogCommand set) {
      catalog(set.catalogNameExpr().toString().replaceAll("[`']", ""));
    } else if (part instanceof UnresolvedTableValuedFunction function) {
      function(caller, function);
    } else if (part instanceof RelationTimeTravel travel) {
      if (travel.relation() instanceof UnresolvedRelation table) {
        past(caller, table.multipartIdentifier());
      }
    } else if (part instanceof ForeignKeyConstraint key) {
      require(caller, Privilege.MANAGE, key.parentTableId());
    } else if (part instanceof LogicalPlan
        && part.getClass().getSimpleName().startsWith("Unresolved")) {
      name(caller, part);
    }
  }

  private void function(String caller, UnresolvedTableValuedFunction function) {
    String name = OutsideStatements.last(function.name());
    if (name.equals("table_changes_by_path")) {
      throw file(caller);
    }
    if (name.equals("table_changes")
        && !function.functionArgs().isEmpty()
        && function.functionArgs().head() instanceof Literal table
        && table.value() != null) {
      try {
        var parser = spark.sessionState().sqlParser();
        past(caller, parser.parseMultipartIdentifier(table.value().toString()));
      } catch (ParseException e) {
        throw SchemaCatalog.unchecked(e);
      }
    }
  }

  /**
   * Asks for SELECT on a table whose past is read: Delta looks for its versions, and says which
   * there are, before the plan is checked. In a view they are the view's owner's to read.
   */
  private void past(String caller, scala.collection.Seq<String> name) {
    if (!PlanAuthorization.isBodyOfView()) {
      require(caller, Privilege.SELECT, name);
    }
  }

  /** Asks for a privilege on a table, if there is one of this name. */
  private void require(String caller, Privilege privilege, scala.collection.Seq<String> name) {
    var parts = new ArrayList<>(CollectionConverters.asJava(name));
    var manager = spark.sessionState().catalogManager();
    if (parts.size() == 1) {
      parts.add(0, manager.currentNamespace()[0]);
    }
    if (parts.size() == 2) {
      parts.add(0, manager.currentCatalog().name());
    }
    if (parts.size() == 3
        && manager.isCatalogRegistered(parts.get(0))
        && manager.catalog(parts.get(0)) instanceof LocalCatalog catalog
        && catalog.tableExists(Identifier.of(new String[] {parts.get(1)}, parts.get(2)))) {
      authorizer.require(
          caller, privilege, Securable.table(parts.get(0), parts.get(1), parts.get(2)));
    }
  }

  /** What is not looked up yet: a name of some parts, or a path. */
  private void name(String caller, Product part) {
    Object first = part.productArity() == 0 ? "" : part.productElement(0);
    if (first instanceof String path
        && part.getClass().getSimpleName().startsWith("UnresolvedPath")) {
      path(caller, path);
    }
    if (!(first instanceof scala.collection.Seq<?> seq)) {
      return;
    }
    List<String> parts = CollectionConverters.asJava(seq).stream().map(String::valueOf).toList();
    boolean place = part instanceof UnresolvedNamespace;
    if (parts.size() > (place ? 0 : 1)) {
      catalog(parts.get(0));
    }
    if (parts.size() == 2 && !place) {
      if (parts.get(0).equalsIgnoreCase(SchemaCatalog.PATHS)) {
        path(caller, parts.get(1));
      } else if (part instanceof UnresolvedRelation && isSource(parts) && !exists(parts)) {
        throw file(caller);
      }
    }
  }

  /** Spark's own catalog, of tables anywhere, which the workspace needs and nobody may use. */
  private static void catalog(String name) {
    if (name.equalsIgnoreCase(SESSION_CATALOG)) {
      throw noCatalog();
    }
  }

  private static SqlFailure noCatalog() {
    return SqlFailure.of(
        "NO_SUCH_CATALOG_EXCEPTION",
        "42704",
        "Catalog '%s' was not found. Please verify the catalog name and then retry the query or command again."
            .formatted(SESSION_CATALOG));
  }

  /** Spark takes {@code csv.`path`}, or a class's name, for files where there is no such table. */
  private boolean isSource(List<String> parts) {
    String schema = parts.get(0).toLowerCase(Locale.ROOT);
    return SOURCES.contains(schema) || schema.indexOf('.') >= 0;
  }

  private CatalogPlugin currentCatalog() {
    return spark.sessionState().catalogManager().currentCatalog();
  }

  private boolean exists(List<String> parts) {
    var name = Identifier.of(new String[] {parts.get(0)}, parts.get(1));
    return currentCatalog() instanceof LocalCatalog catalog
        && (catalog.tableExists(name) || catalog.viewExists(name));
  }

  private void path(String caller, String path) {
    if (securables.table(new org.apache.hadoop.fs.Path(path)).isEmpty()) {
      throw file(caller);
    }
  }

  private RuntimeException file(String caller) {
    return authorizer.isAdmin(caller)
        ? SqlFailure.unsupported("A path in the place of a table's name")
        : Authorizer.noFile();
  }
}
