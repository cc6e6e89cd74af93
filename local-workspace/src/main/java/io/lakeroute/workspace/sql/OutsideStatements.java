// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.plans.logical.CloneTableStatement;
import org.apache.spark.sql.catalyst.plans.logical.CreateTableLike;
import org.apache.spark.sql.execution.command.ResetCommand;
import org.apache.spark.sql.execution.command.RunnableCommand;
import org.apache.spark.sql.execution.command.SetCommand;
import scala.Product;

/**
 * Which statements, functions and settings of Spark lead out of the workspace; a command that is
 * not known here does. Stateless.
 */
final class OutsideStatements {

  /** Statements that leave the workspace, with the names that people know them by. */
  private static final Map<String, String> OUTSIDE =
      Map.of(
          "ScriptTransformation", "TRANSFORM",
          "InsertIntoDir", "INSERT OVERWRITE DIRECTORY",
          "LoadData", "LOAD DATA",
          "CreateFunction", "CREATE FUNCTION from a class",
          "CreateFunctionCommand", "CREATE FUNCTION from a class",
          "CreateTempViewUsing", "CREATE TEMPORARY VIEW USING",
          "SetTableLocation", "SET LOCATION",
          "SetNamespaceLocation", "SET LOCATION",
          "ConvertToDeltaCommand", "CONVERT TO DELTA",
          "RefreshResource", "REFRESH of a path");

  /** Commands that stay inside. Others are v2 commands, which work through catalogs. */
  private static final Set<String> INSIDE =
      Set.of(
          "AlterViewAsCommand",
          "ClearCacheCommand",
          "CreateSQLFunctionCommand",
          "CreateViewCommand",
          "DescribeFunctionCommand",
          "DescribeQueryCommand",
          "DescribeRelationJsonCommand",
          "DropFunctionCommand",
          "DropTempViewCommand",
          "ExplainCommand",
          "SetCatalogCommand",
          "SetNamespaceCommand",
          "ShowCatalogsCommand",
          "ShowCollationsCommand",
          "ShowCurrentNamespaceCommand",
          "ShowFunctionsCommand");

  private static final Set<String> METHODS = Set.of("reflect", "java_method", "try_reflect");

  /** Settings that stand behind TIMEZONE and ANSI_MODE. */
  private static final Set<String> SETTINGS =
      Set.of("spark.sql.session.timeZone", "spark.sql.ansi.enabled");

  private OutsideStatements() {}

  /** Throws for a part of a plan, before its names are looked up, that leads out. */
  static void refuse(Product part) {
    String kind = part.getClass().getSimpleName();
    if (OUTSIDE.containsKey(kind)) {
      throw SqlFailure.unsupported(OUTSIDE.get(kind));
    }
    if (part instanceof UnresolvedFunction function) {
      function(last(function.nameParts()));
    } else if (part instanceof SetCommand set) {
      setting(set.kv().isDefined() ? set.kv().get()._1() : "");
    } else if (part instanceof ResetCommand reset) {
      if (reset.config().isDefined()) {
        setting(reset.config().get());
      }
    } else if (part instanceof RunnableCommand) {
      command(kind, part.getClass().getPackageName());
    } else if (part instanceof CreateTableLike like) {
      location(like.location().isDefined());
    } else if (part instanceof CloneTableStatement clone) {
      location(clone.targetLocation().isDefined());
    }
  }

  private static void function(String name) {
    if (METHODS.contains(name)) {
      throw SqlFailure.unsupported("The function " + name);
    }
  }

  private static void setting(String key) {
    if (key.isEmpty() || key.equals("-v")) {
      throw SqlFailure.unsupported("SET without a name");
    }
    if (!SETTINGS.contains(key)) {
      throw SqlFailure.of(
          "CONFIG_NOT_AVAILABLE", "42K0I", "Configuration " + key + " is not available.");
    }
  }

  private static void location(boolean named) {
    if (named) {
      throw SqlFailure.unsupported("LOCATION");
    }
  }

  private static void command(String kind, String of) {
    boolean delta = of.startsWith("org.apache.spark.sql.delta") || of.startsWith("io.delta.");
    if (!delta && !INSIDE.contains(kind)) {
      throw SqlFailure.unsupported(
          kind.replaceFirst("Command$", "")
              .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
              .toUpperCase(Locale.ROOT));
    }
  }

  /** The last part of a name, in small letters. */
  static String last(scala.collection.immutable.Seq<String> parts) {
    return parts.apply(parts.size() - 1).toLowerCase(Locale.ROOT);
  }
}
