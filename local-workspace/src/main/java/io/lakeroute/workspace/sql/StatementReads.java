// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.history.Query;
import io.lakeroute.workspace.history.QueryHistory;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Adds what Spark's tasks read to the history of the statement that they ran for; safe for threads.
 */
final class StatementReads extends SparkListener {

  /** Where Spark keeps the job group, which is the statement's id. */
  private static final String GROUP = "spark.jobGroup.id";

  private static final String DESCRIPTION = "spark.job.description";

  /** How Delta describes the jobs in which it reads its own log. */
  private static final Pattern OF_LOG =
      Pattern.compile("Delta:.* (Filtering files for query|Compute snapshot for version: \\d+)");

  private final QueryHistory history;
  private final Map<Integer, Query> byStage = new ConcurrentHashMap<>();

  StatementReads(QueryHistory history) {
    this.history = history;
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted event) {
    Optional.ofNullable(event.properties())
        .filter(job -> !OF_LOG.matcher(job.getProperty(DESCRIPTION, "")).matches())
        .map(job -> job.getProperty(GROUP))
        .flatMap(history::find)
        .ifPresent(query -> byStage.put(event.stageInfo().stageId(), query));
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd event) {
    var query = byStage.get(event.stageId());
    if (query != null && event.taskMetrics() != null) {
      var input = event.taskMetrics().inputMetrics();
      query.read(input.bytesRead(), input.recordsRead());
    }
  }

  @Override
  public void onStageCompleted(SparkListenerStageCompleted event) {
    byStage.remove(event.stageInfo().stageId());
  }
}
