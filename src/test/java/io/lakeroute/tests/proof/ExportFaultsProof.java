// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.proof.ExportTarget.State;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.WorkspaceRelay;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An export on whose way random faults lie is published once or not at all, and the next one leaves
 * nothing behind.
 *
 * <p>{@code -Dexport.faults.runs}; with the {@code -Dexport.faults.seed} of a proof that was
 * stopped, it goes on after its last run. Each run is appended to {@code -Dexport.faults.results}.
 * {@code -Dexport.faults.only} repeats one run.
 */
@ExtendWith(LocalWorkspaceExtension.class)
class ExportFaultsProof {

  private static final int RUNS = Integer.getInteger("export.faults.runs", 50);
  private static final int ONLY = Integer.getInteger("export.faults.only", 0);
  private static final long SEED =
      Long.getLong("export.faults.seed", System.currentTimeMillis() % 1_000_000);
  private static final ProofResults RESULTS =
      new ProofResults(
          Path.of(System.getProperty("export.faults.results", "target/export-faults.txt")),
          SEED,
          "runs=" + RUNS);

  private final LocalWorkspace workspace;
  private final Map<String, Integer> outcomes = new TreeMap<>();

  ExportFaultsProof(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  /**
   * One run, drawn from its seed.
   *
   * @param publish replace, merge, or first for a table that is not there yet
   */
  private record Plan(String publish, boolean inBucket, ExportRows rows, String options) {

    static Plan of(Random random) {
      String publish = List.of("replace", "merge", "first").get(random.nextInt(3));
      boolean inBucket = random.nextInt(4) > 0;
      String options = publish.equals("first") ? "" : "&keys=id&publish=" + publish;
      int size = random.nextInt(10);
      if (size == 0) { // Several parts of 8 MB.
        return new Plan(
            publish, inBucket, new ExportRows(2, 200 + random.nextInt(50), 90_000), options);
      }
      if (size < 3) { // Several objects.
        return new Plan(
            publish,
            inBucket,
            new ExportRows(2, 250 + random.nextInt(100), 9_000),
            options + "&objectSize=1MB");
      }
      String gzip = random.nextBoolean() ? "&compression=gzip" : "";
      return new Plan(
          publish, inBucket, new ExportRows(2, 1 + random.nextInt(3_000), 10), options + gzip);
    }
  }

  @Test
  void is_published_once_or_not_at_all() throws Exception {
    long start = System.nanoTime();
    if (ONLY > 0) {
      RESULTS.say("only run %d: %s", ONLY, round(ONLY));
      return;
    }
    int done = RESULTS.rounds();
    RESULTS.say("runs %d to %d", done + 1, RUNS);
    for (int round = done + 1; round <= RUNS; round++) {
      RESULTS.say("round=%d %s", round, round(round));
    }
    RESULTS.say(
        "verdict: runs %d to %d %s; each published once or not at all, nothing left after the next run, in %d s",
        done + 1, RUNS, outcomes, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
  }

  private String round(int round) throws Exception {
    Random random = new Random(1_000_003 * SEED + round);
    Plan plan = Plan.of(random);
    ExportTarget target =
        new ExportTarget(workspace, "faults_" + SEED + "_" + round, plan.inBucket());
    ExportFaults faults = new ExportFaults(workspace.knobs(), random, plan.inBucket());
    String what =
        "%s %s %d rows of %d: [%s]"
            .formatted(
                plan.publish(),
                plan.inBucket() ? "s3" : "volume",
                plan.rows().count(),
                plan.rows().width(),
                faults);
    try (WorkspaceRelay relay = new WorkspaceRelay(workspace.access(), faults);
        ExportRoute route = new ExportRoute(target.settings(relay.inFront(), plan.options()))) {
      return what + " -> " + verdict(plan, target, faults, route);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed=%d round=%d %s".formatted(SEED, round, what), e);
    } finally {
      workspace.knobs().clearFaults();
    }
  }

  private String verdict(Plan plan, ExportTarget target, ExportFaults faults, ExportRoute route) {
    State before =
        plan.publish().equals("first") ? State.NOTHING : target.create(new ExportRows(1, 20, 10));
    long start = System.nanoTime();
    faults.arm();
    Exchange exchange = route.send("run-2", plan.rows().rows());
    faults.disarm();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);

    State after = target.look();
    target.requireNoSecretIn(exchange);
    String outcome = outcome(plan, faults, exchange, before, after);
    outcomes.merge(outcome, 1, Integer::sum);

    ExportRows next = new ExportRows(3, 30, 10);
    Exchange plain = route.send("run-3", next.rows());
    assertThat(plain.getException()).as("the next run").isNull();
    assertThat(plain.getProperty(DatabricksConstants.SHORTFALL_PROPERTY)).isNull();
    assertThat(target.look())
        .as("after the next run")
        .isEqualTo(new State(after.version() + 1, next.held(), List.of()));
    return "%s in %d ms, %d left until the next run"
        .formatted(outcome, millis, after.left().size());
  }

  private static String outcome(
      Plan plan, ExportFaults faults, Exchange exchange, State before, State after) {
    assertThat(after.version()).as("commits").isBetween(before.version(), before.version() + 1);
    boolean published = after.version() > before.version();
    assertThat(after.held()).isEqualTo(published ? plan.rows().held() : before.held());
    if (exchange.getException() == null) {
      assertThat(published).as("a run that succeeded is published").isTrue();
      Object shortfall = exchange.getProperty(DatabricksConstants.SHORTFALL_PROPERTY);
      if (shortfall == null) {
        return "published";
      }
      assertThat(shortfall.toString()).contains("could not be counted");
      return "published, not counted";
    }
    assertThat(exchange.getException()).isInstanceOf(DatabricksException.class);
    Reason reason = ((DatabricksException) exchange.getException()).getReason();
    if (reason == Reason.OUTCOME_UNKNOWN) {
      assertThat(faults.ofPublish()).as("the reply of the publish was lost").isTrue();
      assertThat(published && !faults.blinding()).as("it could be seen").isFalse();
      return reason + (published ? ", published" : ", not published");
    }
    assertThat(published)
        .as("published, though it failed: %s", exchange.getException().getMessage())
        .isFalse();
    return "failed " + reason;
  }
}
