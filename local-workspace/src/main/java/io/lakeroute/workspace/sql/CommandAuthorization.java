// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.grants.Authorizer;
import io.lakeroute.workspace.grants.Privilege;
import io.lakeroute.workspace.grants.Securable;
import java.util.Optional;
import org.apache.spark.sql.catalyst.analysis.ResolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.ResolvedNamespace;
import org.apache.spark.sql.catalyst.analysis.ResolvedPersistentView;
import org.apache.spark.sql.catalyst.analysis.ResolvedTable;
import org.apache.spark.sql.catalyst.plans.logical.CreateView;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.V2WriteCommand;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.delta.catalog.DeltaTableV2;
import org.apache.spark.sql.delta.commands.DeleteCommand;
import org.apache.spark.sql.delta.commands.MergeIntoCommand;
import org.apache.spark.sql.delta.commands.UpdateCommand;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import scala.jdk.javaapi.CollectionConverters;

/** What a command needs beyond what it reads; for one command. */
record CommandAuthorization(
    PlanAuthorization reads, Authorizer authorizer, Securables securables, String principal) {

  void check(LogicalPlan command) {
    if (command instanceof V2WriteCommand write) {
      write(write.table());
    } else if (command instanceof MergeIntoCommand merge) {
      reads.check(principal, merge.source(), false);
      change(merge.target());
    } else if (command instanceof UpdateCommand update) {
      change(update.target());
    } else if (command instanceof DeleteCommand delete) {
      change(delete.target());
    } else {
      CollectionConverters.asJava(command.productIterator())
          .forEachRemaining(part -> check(command, part));
    }
  }

  /** INSERT in all its forms; the table that a CREATE ... AS SELECT fills is not there yet. */
  private void write(Object target) {
    if (target instanceof DataSourceV2Relation relation
        && !(relation.table() instanceof StagedTable)) {
      var table =
          relation.catalog().isDefined() && relation.identifier().isDefined()
              ? Securables.table(relation.catalog().get(), relation.identifier().get())
              : Optional.<Securable>empty();
      require(Privilege.MODIFY, table);
    }
  }

  /** UPDATE, DELETE and MERGE, which read as well; without a name it is Delta's own. */
  private void change(LogicalPlan target) {
    if (target instanceof SubqueryAlias) {
      reads.check(principal, target, false);
      for (LogicalPlan leaf : CollectionConverters.asJava(target.collectLeaves())) {
        require(
            Privilege.MODIFY,
            leaf instanceof LogicalRelation table ? reads.table(table) : Optional.empty());
      }
    }
  }

  private void check(LogicalPlan command, Object part) {
    if (part instanceof ResolvedNamespace namespace) {
      String[] parts = CollectionConverters.asJava(namespace.namespace()).toArray(String[]::new);
      check(command, namespace.catalog(), parts);
    } else if (part instanceof ResolvedIdentifier name) {
      check(command, name.catalog(), name.identifier());
    } else if (part instanceof ResolvedTable table) {
      check(command, Securables.table(table.catalog(), table.identifier()));
    } else if (part instanceof ResolvedPersistentView view) {
      check(command, Securables.table(view.catalog(), view.identifier()));
    } else if (part instanceof DeltaTableV2 table) {
      check(command, securables.table(table.path()));
    }
  }

  private void check(LogicalPlan command, CatalogPlugin catalog, String[] namespace) {
    var place = Securables.namespace(catalog, namespace);
    switch (command.getClass().getSimpleName()) {
      case "CreateNamespace" ->
          authorizer.require(
              principal, Privilege.CREATE_SCHEMA, Securable.catalog(place.name().get(0)));
      case "ShowTables", "ShowViews", "ShowTablesCommand" ->
          authorizer.requireListing(principal, place);
      case "ShowNamespacesCommand", "DescribeNamespace", "SetCatalogAndNamespace" ->
          authorizer.requireSight(principal, place);
      default -> {
        if (catalog instanceof LocalCatalog local && local.namespaceExists(namespace)) {
          authorizer.require(principal, Privilege.MANAGE, place);
        }
      }
    }
  }

  /** CREATE, DROP and the like, whose object may or may not be there. */
  private void check(LogicalPlan command, CatalogPlugin catalog, Identifier name) {
    boolean exists =
        catalog instanceof LocalCatalog local
            && (local.tableExists(name) || local.viewExists(name));
    var table = Securables.table(catalog, name);
    String kind = command.getClass().getSimpleName();
    boolean replaces = command instanceof CreateView view ? view.replace() : kind.startsWith("Rep");
    if (exists && (replaces || kind.startsWith("Drop"))) {
      require(Privilege.MANAGE, table);
    } else if (!kind.startsWith("Drop")) {
      var schema = table.flatMap(Securable::parent);
      require(Privilege.USE_SCHEMA, schema);
      require(Privilege.CREATE_TABLE, schema);
    }
  }

  private void check(LogicalPlan command, Optional<Securable> table) {
    switch (command.getClass().getSimpleName()) {
      case "DescribeRelation",
          "DescribeColumn",
          "ShowTableProperties",
          "ShowDeltaTableColumnsCommand",
          "ShowColumns",
          "ShowCreateTable",
          "RefreshTable" ->
          authorizer.requireSight(principal, table.orElseThrow(Authorizer::noFile));
      case "DescribeDeltaDetailCommand", "DescribeDeltaHistoryCommand" ->
          require(Privilege.SELECT, table);
      case "SetTableProperties",
          "UnsetTableProperties",
          "AddColumns",
          "AlterColumns",
          "DropColumns",
          "RenameColumn",
          "ReplaceColumns",
          "CommentOnTable",
          "AnalyzeTable",
          "OptimizeTableCommand",
          "VacuumTableCommand",
          "RestoreTableCommand",
          "TruncateDeltaTableCommand" ->
          require(Privilege.MODIFY, table);
      default -> require(Privilege.MANAGE, table);
    }
  }

  private void require(Privilege privilege, Optional<Securable> securable) {
    authorizer.require(principal, privilege, securable.orElseThrow(Authorizer::noFile));
  }
}
