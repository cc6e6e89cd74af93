// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.profile.CatalogFence;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A million statements made of the hostile ones, several at a time: none costs more than it may,
 * none ends in an error, and none that passes names what it must not.
 */
class HostileStatementsProof {

  /** What Spark's variable substitution replaces. */
  private static final Pattern REPLACED = Pattern.compile("\\$\\{\\S+?}");

  private static final int STATEMENTS = Integer.getInteger("mutations", 1_000_000);
  private static final int THREADS = 4;
  private static final long MOST_MILLISECONDS = 3_000;
  private static final int LONGEST_KNOWN = 500;

  /** A statement that others are read beside may add as much. */
  private static final int SLACK = THREADS * ParseWork.MOST_CONFIGURATIONS;

  private static final Set<String> OUTSIDE =
      Set.of(
          "ai_gen",
          "ai_query",
          "from_protobuf",
          "http_request",
          "java_method",
          "list_secrets",
          "python_exec",
          "read_files",
          "read_kafka",
          "reflect",
          "remote_query",
          "secret",
          "to_protobuf",
          "try_reflect",
          "try_secret",
          "vector_search");

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final StatementReader reader = new StatementReader();
  private final StatementGuard fenced =
      new StatementGuard(reader, CatalogFence.parse("acme,shared"), false, "acme");
  private final StatementGuard readOnly =
      new StatementGuard(reader, CatalogFence.OPEN, true, "acme");
  private final Map<String, Integer> counts = new ConcurrentSkipListMap<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicLong slowest = new AtomicLong();
  private final long begun = System.nanoTime();

  @Test
  void no_mutation_passes_that_must_not_or_costs_more_than_it_may() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("Mutations of hostile statements with -Dseed=" + seed);
    List<String> known =
        HostileStatement.all().stream()
            .map(HostileStatement::sql)
            .filter(sql -> sql.length() < LONGEST_KNOWN)
            .toList();
    ExecutorService workers = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Void>> runs =
          workers.invokeAll(
              IntStream.range(0, THREADS)
                  .mapToObj(i -> run(new Mutations(known, seed + i)))
                  .toList());
      for (Future<Void> run : runs) {
        run.get();
      }
    } finally {
      workers.shutdownNow();
    }

    assertThat(wrong).as("seed %d", seed).isEmpty();
    assertThat(done.get()).isGreaterThanOrEqualTo(STATEMENTS);
    assertThat(counts.get("ppp")).isGreaterThan(STATEMENTS / 100);
  }

  private Callable<Void> run(Mutations mutations) {
    return () -> {
      while (done.get() < STATEMENTS && wrong.size() < 20) {
        judge(mutations.next());
        int count = done.incrementAndGet();
        if (count % 50_000 == 0) {
          System.out.printf(
              "%,d statements, %d s, slowest %d ms, %d states, verdicts %s%n",
              count,
              (System.nanoTime() - begun) / 1_000_000_000,
              slowest.get(),
              reader.grammar().learned().states(),
              counts);
        }
      }
      return null;
    };
  }

  private void judge(String sql) {
    long time = threads.getCurrentThreadCpuTime();
    try {
      String verdicts = verdicts(sql);
      long took = (threads.getCurrentThreadCpuTime() - time) / 1_000_000;
      slowest.accumulateAndGet(took, Math::max);
      counts.merge(verdicts, 1, Integer::sum);
      if (took > MOST_MILLISECONDS) {
        wrong.add(took + " ms: " + sql);
      }
      if (verdicts.contains("p")) {
        check(sql, verdicts);
      }
    } catch (RuntimeException | Error e) {
      wrong.add(e + ": " + sql);
    }
    if (reader.grammar().learned().configurations() > LearnedStates.MOST_CONFIGURATIONS + SLACK) {
      wrong.add("learned too much: " + sql);
    }
  }

  private void check(String sql, String verdicts) {
    Words words = new Words(sql);
    boolean inside = verdicts.charAt(0) == 'p' || verdicts.charAt(2) == 'p';
    if (inside && words.names("globex")) {
      wrong.add("names globex: " + sql);
    }
    if (words.calls(OUTSIDE) || REPLACED.matcher(sql).find()) {
      wrong.add("reaches outside: " + sql);
    }
  }

  /** What cannot be read is refused whoever asks. */
  private String verdicts(String sql) {
    String first = verdict(() -> fenced.checkQuery(sql, ""));
    return first.equals("i")
        ? "iii"
        : first
            + verdict(() -> readOnly.checkQuery(sql, ""))
            + verdict(() -> fenced.checkChange(sql));
  }

  private static String verdict(Runnable check) {
    try {
      check.run();
      return "p";
    } catch (DatabricksException e) {
      return switch (e.getReason()) {
        case FORBIDDEN -> "f";
        case INVALID -> "i";
        default -> throw e;
      };
    }
  }
}
