// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.TransactionExecutionObserver;
import org.apache.spark.sql.delta.TransactionExecutionObserver$;
import scala.Function0;
import scala.Option;

/**
 * Counts the rows that Delta commits on this thread write, as an INSERT answers nothing by itself;
 * for one thread.
 */
final class RowCounts implements TransactionExecutionObserver {

  private final List<OptimisticTransaction> transactions = new ArrayList<>();
  private Option<TransactionExecutionObserver> next = Option.empty();

  /** Runs a statement and remembers the transactions it opens. */
  <T> T watch(Function0<T> statement) {
    @SuppressWarnings("unchecked")
    T result = (T) TransactionExecutionObserver$.MODULE$.withObserver(this, statement);
    return result;
  }

  long written() {
    return transactions.stream()
        .filter(transaction -> transaction.committed().isDefined())
        .map(transaction -> transaction.getMetric("numOutputRows"))
        .filter(Option::isDefined)
        .mapToLong(metric -> metric.get().value())
        .sum();
  }

  @Override
  public OptimisticTransaction startingTransaction(Function0<OptimisticTransaction> start) {
    var transaction = start.apply();
    transactions.add(transaction);
    return transaction;
  }

  @Override
  public Option<TransactionExecutionObserver> nextObserver() {
    return next;
  }

  @Override
  public void nextObserver_$eq(Option<TransactionExecutionObserver> observer) {
    next = observer;
  }

  @Override
  public TransactionExecutionObserver createChild() {
    return this;
  }

  @Override
  public <T> T preparingCommit(Function0<T> prepare) {
    return prepare.apply();
  }

  @Override
  public void beginDoCommit() {}

  @Override
  public void beginBackfill() {}

  @Override
  public void beginPostCommit() {}

  @Override
  public void transactionCommitted() {}

  @Override
  public void transactionAborted() {}
}
