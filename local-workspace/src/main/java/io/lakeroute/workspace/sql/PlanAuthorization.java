// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.grants.Authorizer;
import io.lakeroute.workspace.grants.Privilege;
import io.lakeroute.workspace.grants.Securable;
import java.util.Optional;
import org.apache.spark.sql.catalyst.CurrentUserContext;
import org.apache.spark.sql.catalyst.analysis.ViewResolution$;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.delta.DeltaLogFileIndex;
import org.apache.spark.sql.delta.commands.cdc.CDCReader;
import org.apache.spark.sql.delta.files.TahoeFileIndex;
import org.apache.spark.sql.delta.files.TahoeLogFileIndex;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Checks an analysed plan, before any of it runs: a statement reads what its caller may select
 * from, a view what the view's owner may. What Delta runs for itself is passed over, and so is
 * whatever runs in nobody's name. Safe for threads.
 */
final class PlanAuthorization extends AbstractFunction1<LogicalPlan, BoxedUnit> {

  private static final String VIEW_RESOLUTION = ViewResolution$.class.getName();

  private final Authorizer authorizer;
  private final Securables securables;
  private final PlanBorder border;

  PlanAuthorization(Authorizer authorizer, Securables securables) {
    this.authorizer = authorizer;
    this.securables = securables;
    this.border = new PlanBorder(securables);
  }

  /** In whose name this thread runs a statement. */
  static Optional<String> caller() {
    return Optional.ofNullable(CurrentUserContext.CURRENT_USER().get());
  }

  @Override
  public BoxedUnit apply(LogicalPlan plan) {
    var caller = caller();
    if (caller.isPresent() && !isBodyOfView()) {
      check(caller.get(), plan, false);
      border.check(plan);
    }
    return BoxedUnit.UNIT;
  }

  /** Spark checks the body of a view by itself first; it comes again within the view. */
  static boolean isBodyOfView() {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(VIEW_RESOLUTION)));
  }

  /**
   * @param named whether the plan stands under a name: Delta's own reads do not
   */
  void check(String principal, LogicalPlan plan, boolean named) {
    if (authorizer.isAdmin(principal)) {
      return;
    }
    if (plan instanceof View view && !view.isTempView()) {
      var securable = securable(view.desc());
      authorizer.require(principal, Privilege.SELECT, securable);
      check(authorizer.owner(securable), view.child(), false);
      return;
    }
    if (plan instanceof LogicalRelation relation) {
      read(principal, relation, named);
    } else if (plan instanceof Command) {
      new CommandAuthorization(this, authorizer, securables, principal).check(plan);
    }
    boolean below = named || plan instanceof SubqueryAlias;
    CollectionConverters.asJava(plan.children()).forEach(child -> check(principal, child, below));
    CollectionConverters.asJava(plan.subqueries()).forEach(sub -> check(principal, sub, false));
  }

  private static Securable securable(CatalogTable view) {
    var name = view.identifier();
    return Securable.table(name.catalog().get(), name.database().get(), name.table());
  }

  private void read(String principal, LogicalRelation relation, boolean named) {
    boolean internal =
        relation.relation() instanceof HadoopFsRelation files
            && (files.location() instanceof DeltaLogFileIndex
                || files.location() instanceof CopyRelation
                || (files.location() instanceof TahoeFileIndex
                    && !(named && files.location() instanceof TahoeLogFileIndex)));
    if (!internal) {
      authorizer.require(
          principal, Privilege.SELECT, table(relation).orElseThrow(Authorizer::noFile));
    }
  }

  /** The table that a relation reads; empty for files that are not a table's. */
  Optional<Securable> table(LogicalRelation relation) {
    if (relation.relation() instanceof CDCReader.DeltaCDFRelation changes) {
      return securables.table(changes.snapshotWithSchemaMode().snapshot().deltaLog().dataPath());
    }
    return relation.relation() instanceof HadoopFsRelation files
            && files.location() instanceof TahoeFileIndex table
        ? securables.table(table.path())
        : Optional.empty();
  }
}
