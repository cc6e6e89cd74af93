// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.CurrentUserContext;
import org.apache.spark.sql.catalyst.analysis.NameParameterizedQuery;
import org.apache.spark.sql.catalyst.analysis.PosParameterizedQuery;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.CompoundBody;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.V2CreateTableAsSelectPlan;
import org.apache.spark.sql.catalyst.plans.logical.V2WriteCommand;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.delta.commands.cdc.CDCReader;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Runs one statement in a session, with the answers of Databricks where Spark's differ; safe for
 * threads.
 */
final class StatementRunner {

  private static final StructType COUNTS =
      new StructType().add("num_affected_rows", "bigint").add("num_inserted_rows", "bigint");

  /** What Spark's parser fails on without saying so, if it stands there without columns. */
  private static final Pattern REFERENCES =
      Pattern.compile("\\bREFERENCES\\b", Pattern.CASE_INSENSITIVE);

  private final WorkspaceStatements own;
  private final Catalogs catalogs;

  StatementRunner(SparkEngine engine) {
    this.own = new WorkspaceStatements(engine);
    this.catalogs = engine.catalogs();
  }

  Result run(StatementRequest request, Path folder) throws ParseException, IOException {
    var spark = request.session().spark();
    SparkSession.setActiveSession(spark);
    CurrentUserContext.CURRENT_USER().set(request.session().caller().principal());
    try {
      catalogs.configure(spark);
      var answer = own.run(request.session(), request.sql());
      var query =
          answer.isPresent() ? answer.get() : query(spark, request.sql(), request.parameters());
      return write(query, request.rowLimit(), folder);
    } finally {
      CurrentUserContext.CURRENT_USER().remove();
    }
  }

  private static Result write(Dataset<Row> query, OptionalLong rowLimit, Path folder)
      throws IOException {
    try {
      return ResultWriter.write(query, rowLimit, folder);
    } catch (Exception e) {
      if (ErrorTexts.ofMissingFile(e) && readsChanges(query.queryExecution().analyzed())) {
        throw SqlFailure.of(
            "DELTA_CHANGE_DATA_FILE_NOT_FOUND",
            "42K03",
            "A file referenced in the transaction log cannot be found. This request appears to be"
                + " targeting Change Data Feed, so the file may be out of the retention period and"
                + " deleted by the `VACUUM` statement.");
      }
      throw e;
    }
  }

  private static boolean readsChanges(LogicalPlan plan) {
    var found = new AtomicBoolean();
    PlanParts.forEach(
        plan,
        part -> {
          if (part instanceof LogicalRelation relation
              && relation.relation() instanceof CDCReader.DeltaCDFRelation) {
            found.set(true);
          }
        });
    return found.get();
  }

  private static Dataset<Row> query(SparkSession spark, String sql, List<Parameter> parameters)
      throws ParseException {
    LogicalPlan plan = parse(spark, sql);
    if (plan instanceof CompoundBody) {
      return spark.sql(sql); // a script
    }
    var counts = new RowCounts();
    var bound = bind(plan, parameters, spark.conf().get("spark.sql.session.timeZone"));
    Dataset<Row> rows = counts.watch(() -> Dataset.ofRows(spark, bound));
    LogicalPlan command = rows.queryExecution().analyzed();
    if (command instanceof V2CreateTableAsSelectPlan) {
      return spark.createDataFrame(List.of(), COUNTS);
    }
    if (command instanceof V2WriteCommand && rows.schema().isEmpty()) {
      return spark.createDataFrame(
          List.of(RowFactory.create(counts.written(), counts.written())), COUNTS);
    }
    return rows;
  }

  private static LogicalPlan parse(SparkSession spark, String sql) throws ParseException {
    try {
      return spark.sessionState().sqlParser().parsePlan(sql);
    } catch (NullPointerException e) {
      if (!REFERENCES.matcher(sql).find()) {
        throw e;
      }
      throw SqlFailure.unsupported("REFERENCES without the columns of the primary key");
    }
  }

  private static LogicalPlan bind(LogicalPlan plan, List<Parameter> parameters, String timeZone) {
    if (parameters.isEmpty()) {
      return plan;
    }
    var values = new ArrayList<Expression>();
    parameters.forEach(parameter -> values.add(parameter.literal(timeZone)));
    return parameters.get(0).name().isEmpty()
        ? new PosParameterizedQuery(plan, seq(values))
        : new NameParameterizedQuery(
            plan, seq(parameters.stream().map(Parameter::name).toList()), seq(values));
  }

  private static <T> Seq<T> seq(List<T> list) {
    return CollectionConverters.asScala(list).toList();
  }
}
