// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.proof.ExportTarget.State;
import io.lakeroute.tests.workspace.Knobs.S3Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.WorkspaceRelay;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An export that is killed at any of its steps leaves the table with the run before or with this
 * one, whole, and the next run leaves nothing behind.
 *
 * <p>{@code -Dkill.exports} kills at each step; with the {@code -Dkill.seed} of a proof that was
 * stopped, it goes on after its last kill. Each kill is appended to {@code -Dkill.results}.
 */
@ExtendWith(LocalWorkspaceExtension.class)
class ExportKillProof {

  private static final int KILLS = Integer.getInteger("kill.exports", 3);
  private static final long SEED =
      Long.getLong("kill.seed", System.currentTimeMillis() % 1_000_000);
  private static final ProofResults RESULTS =
      new ProofResults(
          Path.of(System.getProperty("kill.results", "target/export-kills.txt")), SEED, "kill -9");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final LocalWorkspace workspace;
  @TempDir private Path folder;

  ExportKillProof(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  /** When the process is killed. */
  private enum Point {
    WHILE_ENCODING,
    WITHIN_A_PART,
    AFTER_THE_UPLOAD(ExportStep.CREATE_STAGING, false),
    AFTER_CREATE_OF_STAGING(ExportStep.COPY_INTO, false),
    DURING_COPY_INTO(ExportStep.COPY_INTO, true),
    AFTER_COPY_INTO(ExportStep.COUNT_STAGED, false),
    BEFORE_PUBLISH(ExportStep.PUBLISH, false),
    AFTER_PUBLISH_BEFORE_ITS_REPLY(ExportStep.PUBLISH, true),
    BEFORE_DROP_OF_STAGING(ExportStep.DROP_STAGING, false),
    BEFORE_DELETION_OF_OBJECTS(ExportStep.DROP_STAGING, true);

    private final Optional<ExportStep> step;
    private final boolean passes;

    Point() {
      this.step = Optional.empty();
      this.passes = true;
    }

    /**
     * @param passes whether the statement reaches the workspace, whose reply nobody reads
     */
    Point(ExportStep step, boolean passes) {
      this.step = Optional.of(step);
      this.passes = passes;
    }

    boolean published() {
      return compareTo(AFTER_PUBLISH_BEFORE_ITS_REPLY) >= 0;
    }
  }

  @ParameterizedTest
  @EnumSource
  void is_published_whole_or_not_at_all(Point point) throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      Random random = new Random(1_000_003 * SEED + 100L * point.ordinal() + kill);
      String publish = List.of("replace", "merge", "first").get((point.ordinal() + kill) % 3);
      kill(point, publish, kill, random);
    }
  }

  private void kill(Point point, String publish, int kill, Random random) throws Exception {
    ExportTarget target =
        new ExportTarget(workspace, "killed_%d_%d".formatted(point.ordinal(), kill), true);
    boolean first = publish.equals("first");
    boolean large = point == Point.WITHIN_A_PART || random.nextInt(4) == 0;
    ExportRows rows =
        large
            ? new ExportRows(2, 200 + random.nextInt(50), 90_000)
            : new ExportRows(2, 100 + random.nextInt(1_000), 10);
    String what = "round=%s %s %d rows of %d".formatted(point, publish, rows.count(), rows.width());
    if (RESULTS.has(what)) {
      return;
    }
    State before = first ? State.NOTHING : target.create(new ExportRows(1, 20, 10));
    AtomicReference<Process> process = new AtomicReference<>();
    WorkspaceRelay.Door door = statement -> passes(point, statement, process);
    try (WorkspaceRelay relay = new WorkspaceRelay(workspace.access(), door)) {
      Properties settings =
          target.settings(relay.inFront(), first ? "" : "&keys=id&publish=" + publish);
      int stop =
          point == Point.WHILE_ENCODING ? 1 + random.nextInt(rows.count() - 1) : rows.count();
      if (point == Point.WITHIN_A_PART) {
        workspace.knobs().add(S3Fault.delay("PUT .*partNumber=2.*", 20_000));
      }
      process.set(launch(settings, relay, rows, stop));
      awaitEnd(point, process.get(), target, before);
      workspace.knobs().clearFaults();

      State after = settled(point, target, before, rows);
      ExportRows next = new ExportRows(3, 30, 10);
      try (ExportRoute route = new ExportRoute(settings)) {
        Exchange exchange = route.send("run-3", next.rows());
        assertThat(exchange.getException()).as(what).isNull();
      }
      assertThat(target.look())
          .as(what)
          .isEqualTo(new State(after.version() + 1, next.held(), List.of()));
      RESULTS.say(
          "%s -> %s, %d left until the next run",
          what, point.published() ? "published" : "not published", after.left().size());
    } catch (AssertionError e) {
      throw new AssertionError("seed=%d %s".formatted(SEED, what), e);
    }
  }

  private Process launch(Properties settings, WorkspaceRelay relay, ExportRows rows, int stop)
      throws Exception {
    Map<String, String> all = new HashMap<>();
    settings.stringPropertyNames().forEach(key -> all.put(key, settings.getProperty(key)));
    all.put("run", Integer.toString(rows.run()));
    all.put("rows", Integer.toString(rows.count()));
    all.put("width", Integer.toString(rows.width()));
    all.put("stop", Integer.toString(stop));
    return ProcessToKill.launch(
        KilledExport.class, folder, relay.inFront(), all, "-XX:TieredStopAtLevel=1");
  }

  private boolean passes(Point point, String statement, AtomicReference<Process> process)
      throws InterruptedException {
    Process running = process.get();
    if (running == null || !running.isAlive() || point.step.isEmpty()) {
      return true;
    }
    if (ExportStep.of(statement).filter(point.step.get()::equals).isEmpty()) {
      return true;
    }
    if (point == Point.BEFORE_DELETION_OF_OBJECTS) {
      workspace.knobs().add(S3Fault.delay("POST /workspace[?]delete.*", 20_000));
      return true;
    }
    running.destroyForcibly().waitFor();
    return point.passes;
  }

  /** Kills the process where no statement does, and waits for its end. */
  private static void awaitEnd(Point point, Process process, ExportTarget target, State before)
      throws InterruptedException {
    Thread reader = new Thread(() -> killHalfway(process));
    reader.start();
    if (point == Point.WITHIN_A_PART) {
      await(() -> target.objects().stream().anyMatch(left -> left.startsWith("upload of ")));
      process.destroyForcibly();
    }
    if (point == Point.BEFORE_DELETION_OF_OBJECTS) {
      await(() -> isDropped(target.look(), before));
      process.destroyForcibly();
    }
    assertThat(process.waitFor()).as("the exit code of a process that was killed").isEqualTo(137);
    reader.join();
  }

  /** Whether the run is published, and of what it staged only objects are there. */
  private static boolean isDropped(State now, State before) {
    return now.version() > before.version()
        && !now.left().isEmpty()
        && now.left().stream().allMatch(left -> left.startsWith(ExportTarget.FOLDER));
  }

  private static void killHalfway(Process process) {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.equals(KilledExport.HALFWAY)) {
          process.destroyForcibly();
        }
      }
    } catch (IOException e) {
      // It was killed.
    }
  }

  /** The table, once a statement that nobody waits for has ended. */
  private static State settled(Point point, ExportTarget target, State before, ExportRows rows) {
    if (point.published()) {
      await(() -> target.look().version() > before.version());
    }
    State after = target.look();
    assertThat(after.version()).isEqualTo(before.version() + (point.published() ? 1 : 0));
    assertThat(after.held()).isEqualTo(point.published() ? rows.held() : before.held());
    return after;
  }

  /** A table that is being created is listed before it can be read: it is asked again. */
  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> assertThat(condition.call()).isTrue());
  }
}
