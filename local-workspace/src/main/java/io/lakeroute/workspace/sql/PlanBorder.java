// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.ResolvedTable;
import org.apache.spark.sql.catalyst.expressions.CallMethodViaReflection;
import org.apache.spark.sql.catalyst.expressions.SchemaOfXml;
import org.apache.spark.sql.catalyst.expressions.XmlToStructs;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ScriptTransformation;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.delta.DeltaLogFileIndex;
import org.apache.spark.sql.delta.catalog.DeltaTableV2;
import org.apache.spark.sql.delta.commands.cdc.CDCReader;
import org.apache.spark.sql.delta.files.TahoeFileIndex;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.sources.BaseRelation;
import scala.Product;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Refuses an analysed plan that reads anything but the workspace's own tables, or calls methods of
 * the JVM, whoever runs it: the wall behind {@link StatementBorder}, for names that were computed.
 *
 * @param securables where the workspace's tables lie
 */
record PlanBorder(Securables securables) {

  private static final String XSD_PATH = "rowvalidationxsdpath";

  void check(LogicalPlan plan) {
    PlanParts.forEach(plan, this::check);
  }

  private void check(Product part) {
    if (part instanceof LogicalRelation relation) {
      require(isInside(relation.relation()), "Reading anything but tables");
    } else if (part instanceof DataSourceV2Relation relation) {
      require(isInside(relation.table()), "Reading anything but tables");
    } else if (part instanceof ResolvedTable table) {
      require(isInside(table.table()), "A path in the place of a table's name");
    } else if (part instanceof ScriptTransformation) {
      throw SqlFailure.unsupported("TRANSFORM");
    } else if (part instanceof CallMethodViaReflection) {
      throw SqlFailure.unsupported("Calling methods of the JVM");
    } else if (part instanceof XmlToStructs xml) {
      options(xml.options());
    } else if (part instanceof SchemaOfXml xml) {
      options(xml.options());
    }
  }

  private static void options(scala.collection.immutable.Map<String, String> options) {
    Set<String> names = CollectionConverters.asJava(options).keySet();
    require(
        names.stream().noneMatch(name -> name.toLowerCase(Locale.ROOT).equals(XSD_PATH)),
        "The option rowValidationXSDPath");
  }

  private boolean isInside(BaseRelation relation) {
    if (relation instanceof CDCReader.DeltaCDFRelation changes) {
      return isInside(changes.snapshotWithSchemaMode().snapshot().deltaLog().dataPath());
    }
    return relation instanceof HadoopFsRelation files
        && (files.location() instanceof DeltaLogFileIndex
            || files.location() instanceof CopyRelation
            || (files.location() instanceof TahoeFileIndex table && isInside(table.path())));
  }

  private boolean isInside(Table table) {
    return table instanceof InformationTable
        || table instanceof StagedTable
        || (table instanceof DeltaTableV2 delta && isInside(delta.path()));
  }

  private boolean isInside(org.apache.hadoop.fs.Path path) {
    return securables.table(path).isPresent();
  }

  private static void require(boolean inside, String what) {
    if (!inside) {
      throw SqlFailure.unsupported(what);
    }
  }
}
