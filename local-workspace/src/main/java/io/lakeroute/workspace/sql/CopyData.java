// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CurrentUserContext;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq$;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The rows that a COPY INTO makes of some files; for one statement, on the thread that runs it in
 * its caller's name.
 */
record CopyData(SparkSession spark, CopyInto copy, CopySource source) {

  /** What the expressions of a SELECT read, until the files take its place. */
  private static final String FILES = "files_of_copy_into";

  /**
   * The rows under the names of the target's columns.
   *
   * @param target the columns of the target
   */
  Dataset<Row> of(List<Path> files, StructType target) {
    LogicalPlan read = read(files);
    var rows = Dataset.ofRows(spark, copy.select().map(list -> select(list, read)).orElse(read));
    boolean byPosition = copy.byPosition() || !copy.columns().isEmpty();
    return byPosition ? byPosition(rows, target) : rows;
  }

  /** Reads the files in nobody's name: whether the caller may was decided with the source. */
  private LogicalPlan read(List<Path> files) {
    String caller = CurrentUserContext.CURRENT_USER().get();
    CurrentUserContext.CURRENT_USER().remove();
    try {
      boolean byName =
          copy.format() == CopyFormat.CSV && copy.has("header") && copy.has("mergeSchema");
      return byName ? union(files) : relation(files);
    } catch (Exception e) {
      if (CopyFailures.is(e, "UNABLE_TO_INFER_SCHEMA")) {
        throw CopyFailures.noSchema(copy, source);
      }
      throw e;
    } finally {
      CurrentUserContext.CURRENT_USER().set(caller);
    }
  }

  private LogicalRelation relation(List<Path> files) {
    var plan = load(files, options()).queryExecution().analyzed();
    if (plan instanceof LogicalRelation relation
        && relation.relation() instanceof HadoopFsRelation read) {
      if (read.dataSchema().isEmpty() && copy.columns().isEmpty()) {
        throw CopyFailures.noSchema(copy, source);
      }
      if (read.location().inputFiles().length != files.size()) {
        throw new IllegalStateException("Spark does not read each file that COPY INTO found");
      }
      return CopyRelation.of(read);
    }
    throw new IllegalStateException("Spark does not read files as files");
  }

  private Map<String, String> options() {
    var options = copy.format().options(copy.formatOptions());
    if (copy.format() == CopyFormat.CSV && copy.has("header")) {
      // Or else Spark takes the first file's header for all files, whatever theirs say.
      options.putIfAbsent("enforceSchema", "false");
    }
    return options;
  }

  private Dataset<Row> load(List<Path> files, Map<String, String> options) {
    // Spark takes each path for a pattern; told not to, it reads other files twice.
    String[] paths =
        files.stream().map(file -> CopyFiles.escaped(file.toString())).toArray(String[]::new);
    return spark
        .read()
        .format(copy.format().spark())
        .options(options)
        .options(source.options())
        .load(paths);
  }

  /** Files with other headers each, their columns brought together by name. */
  private LogicalPlan union(List<Path> files) {
    var options = options();
    options.put("inferSchema", "false");
    Map<List<String>, List<Path>> byHeader = new LinkedHashMap<>();
    for (var file : files) {
      var header = List.of(load(List.of(file), options).columns());
      byHeader.computeIfAbsent(header, columns -> new ArrayList<>()).add(file);
    }
    byHeader.remove(List.<String>of()); // empty files
    if (byHeader.isEmpty()) {
      throw CopyFailures.noSchema(copy, source);
    }
    return byHeader.values().stream()
        .map(group -> Dataset.ofRows(spark, relation(group)))
        .reduce((one, other) -> one.unionByName(other, true))
        .orElseThrow()
        .queryExecution()
        .analyzed();
  }

  /** The expressions are parsed by Spark and checked like those of any query. */
  private LogicalPlan select(String expressions, LogicalPlan read) {
    try {
      var parser = spark.sessionState().sqlParser();
      return over(read, parser.parsePlan("SELECT " + expressions + " FROM " + FILES));
    } catch (ParseException e) {
      throw CopyIntoParser.failure(
          "COPY_INTO_SYNTAX_ERROR",
          "the expressions of SELECT: " + e.getSimpleMessage().lines().findFirst().orElse(""));
    }
  }

  private static LogicalPlan over(LogicalPlan read, LogicalPlan plan) {
    if (plan instanceof UnresolvedRelation) {
      return read;
    }
    var children = CollectionConverters.asJava(plan.children());
    if (children.size() != 1) {
      throw CopyIntoParser.failure("COPY_INTO_SYNTAX_ERROR", "SELECT takes expressions only");
    }
    var child = List.of(over(read, children.get(0)));
    return plan.withNewChildren(Seq$.MODULE$.from(CollectionConverters.asScala(child)));
  }

  private Dataset<Row> byPosition(Dataset<Row> rows, StructType target) {
    if (copy.format() != CopyFormat.CSV || copy.has("header")) {
      throw SqlFailure.unsupported("COPY INTO by position of anything but CSV without a header");
    }
    var wanted = columns(target);
    if (rows.columns().length != wanted.size()) {
      throw CopyFailures.arity(copy, wanted, rows.columns());
    }
    var casts = new ArrayList<Column>();
    String[] names = new String[wanted.size()];
    for (int i = 0; i < names.length; i++) {
      names[i] = "c" + i;
      var column = wanted.get(i);
      casts.add(new Column(names[i]).cast(column.dataType()).as(column.name()));
    }
    return rows.toDF(names).select(casts.toArray(Column[]::new));
  }

  private List<StructField> columns(StructType target) {
    var filled =
        List.of(target.fields()).stream().filter(column -> !isMadeByDelta(column)).toList();
    if (copy.byPosition()) {
      return filled;
    }
    return copy.columns().stream()
        .map(
            name ->
                filled.stream()
                    .filter(column -> column.name().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> CopyFailures.noColumn(copy, name)))
        .toList();
  }

  /** A generated or an identity column. */
  private static boolean isMadeByDelta(StructField column) {
    var metadata = column.metadata();
    return metadata.contains("delta.generationExpression")
        || metadata.contains("delta.identity.start");
  }
}
