// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.grants.Authorizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.AliasIdentifier;
import org.apache.spark.sql.catalyst.analysis.AnalysisContext;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractPartialFunction;

/**
 * Puts the relations of {@code information_schema} in the place of their names, before Spark looks
 * for tables of that name; {@code system.information_schema} is that of all catalogs. One per
 * session.
 */
final class InformationSchema extends Rule<LogicalPlan> {

  private static final String SCHEMA = "information_schema";
  private static final String ALL_CATALOGS = "system";

  private final SparkSession spark;
  private final Authorizer authorizer;
  private final Securables securables;

  InformationSchema(SparkSession spark, Authorizer authorizer, Securables securables) {
    this.spark = spark;
    this.authorizer = authorizer;
    this.securables = securables;
  }

  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    return plan.resolveOperators(
        new AbstractPartialFunction<LogicalPlan, LogicalPlan>() {
          @Override
          public boolean isDefinedAt(LogicalPlan node) {
            return relation(node).isPresent();
          }

          @Override
          public LogicalPlan apply(LogicalPlan node) {
            return relation(node).orElseThrow();
          }
        });
  }

  private Optional<LogicalPlan> relation(LogicalPlan node) {
    if (!(node instanceof UnresolvedRelation unresolved)) {
      return Optional.empty();
    }
    var name =
        CollectionConverters.asJava(unresolved.multipartIdentifier()).stream()
            .map(part -> part.toLowerCase(Locale.ROOT))
            .toList();
    int parts = name.size();
    if (parts < 2 || parts > 3 || !name.get(parts - 2).equals(SCHEMA)) {
      return Optional.empty();
    }
    String catalog = parts == 3 ? name.get(0) : currentCatalog();
    var all = new CatalogFolder(securables.root()).schemas();
    var catalogs = catalog.equals(ALL_CATALOGS) ? all : List.of(catalog);
    return all.containsAll(catalogs)
        ? InformationRows.of(name.get(parts - 1), spark, authorizer, catalogs)
            .map(rows -> named(catalog, name.get(parts - 1), new InformationTable(rows)))
        : Optional.empty();
  }

  /** The catalog of the view that is being read, or else of the session. */
  private String currentCatalog() {
    var view = AnalysisContext.get().catalogAndNamespace();
    return view.isEmpty()
        ? spark.sessionState().catalogManager().currentCatalog().name()
        : view.apply(0);
  }

  private static LogicalPlan named(String catalog, String name, InformationTable table) {
    var qualifier = CollectionConverters.asScala(List.of(catalog, SCHEMA)).toList();
    return new SubqueryAlias(
        new AliasIdentifier(name, qualifier),
        DataSourceV2Relation.create(table, Option.empty(), Option.empty()));
  }
}
