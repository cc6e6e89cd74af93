// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import io.lakeroute.tests.workspace.Knobs;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.Knobs.S3Fault;
import io.lakeroute.tests.workspace.WorkspaceRelay;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One to three random faults on the way of one export: some wait for a call to the storage or to
 * the workspace, some for one of its statements. Thread-safe once it is made.
 */
final class ExportFaults implements WorkspaceRelay.Door {

  /** Statements, by both interfaces. */
  private static final String STATEMENT = "POST /(api/2.0/sql/statements|sql/1.0/warehouses/.*)";

  private static final String QUERY_HISTORY = "GET /api/2.0/sql/history/queries";

  private static final List<String> S3_CALLS =
      List.of(
          "PUT /workspace/proof/.*",
          "PUT /workspace/proof/.*",
          "POST /workspace/proof/.*uploads.*",
          "PUT /workspace/proof/.*partNumber=.*",
          "POST /workspace/proof/.*uploadId=.*",
          "GET /workspace[?].*list-type=2.*",
          "GET /workspace[?].*uploads.*",
          "GET /workspace/proof/.*",
          "POST /workspace[?]delete.*");

  private static final List<String> FILE_CALLS =
      List.of(
          "PUT /api/2.0/fs/files/.*",
          "PUT /api/2.0/fs/files/.*",
          "HEAD /api/2.0/fs/files/.*",
          "GET /api/2.0/fs/directories/.*",
          "DELETE /api/2.0/fs/.*");

  private static final List<String> OTHER_CALLS =
      List.of(
          "GET /api/2.1/unity-catalog/.*",
          "GET /api/2.0/sql/statements/.*",
          "POST /oidc/v1/token",
          STATEMENT);

  private static final int[] TIMES = {1, 1, 1, 2, 3, 8};

  private final Knobs knobs;
  private final Random random;
  private final boolean inBucket;
  private final List<S3Fault> ofStorage = new ArrayList<>();
  private final List<Fault> ofCalls = new ArrayList<>();
  private final Map<ExportStep, List<Fault>> ofSteps = new EnumMap<>(ExportStep.class);
  private final List<String> names = new ArrayList<>();
  private boolean historyHidden;

  /**
   * @param inBucket whether the objects lie in the bucket, else in a volume
   */
  ExportFaults(Knobs knobs, Random random, boolean inBucket) {
    this.knobs = knobs;
    this.random = random;
    this.inBucket = inBucket;
    for (int left = 1 + random.nextInt(3); left > 0; left--) {
      switch (random.nextInt(5)) {
        case 0, 1 -> addStorage();
        case 2 -> addCall(one(OTHER_CALLS));
        default -> addStep();
      }
    }
  }

  private void addStorage() {
    if (!inBucket) {
      addCall(one(FILE_CALLS));
      return;
    }
    String calls = one(S3_CALLS);
    int passed = random.nextInt(3);
    if (passed > 0) {
      ofStorage.add(S3Fault.delay(calls, 1).times(passed));
    }
    int times = TIMES[random.nextInt(TIMES.length)];
    int kind = random.nextInt(6);
    int amount = 1 + random.nextInt(400);
    S3Fault fault =
        switch (kind) {
          case 0 -> S3Fault.on(calls, 503);
          case 1 -> S3Fault.reset(calls);
          case 2 -> S3Fault.reset(calls).afterBytes(10_000 * amount);
          case 3 -> S3Fault.reset(calls).afterTheEffect();
          case 4 -> S3Fault.on(calls, 500).afterTheEffect();
          default -> S3Fault.delay(calls, amount);
        };
    ofStorage.add(fault.times(times));
    String name =
        List.of("SlowDown", "reset", "reset midway", "reply lost", "500 after it", "latency")
            .get(kind);
    names.add("%s: %s x%d after %d".formatted(calls, name, times, passed));
  }

  private void addCall(String calls) {
    Fault fault = fault(calls);
    ofCalls.add(fault);
    names.add(calls + ": " + name(fault));
  }

  private void addStep() {
    ExportStep step =
        random.nextInt(3) == 0
            ? ExportStep.PUBLISH
            : ExportStep.values()[random.nextInt(ExportStep.values().length)];
    Fault fault = fault(STATEMENT);
    List<Fault> faults = ofSteps.computeIfAbsent(step, key -> new ArrayList<>());
    faults.add(fault);
    boolean hidden = random.nextInt(3) == 0;
    if (hidden) {
      faults.add(Fault.on(QUERY_HISTORY, 503).times(8));
      historyHidden = true;
    }
    names.add(step + ": " + name(fault) + (hidden ? ", query history 503" : ""));
  }

  /** A refused token took no effect, ever. */
  private Fault fault(String calls) {
    int times = TIMES[random.nextInt(TIMES.length)];
    return switch (random.nextInt(5)) {
      case 0 -> Fault.on(calls, 503).times(times);
      case 1 -> Fault.on(calls, 503).times(times).afterTheEffect();
      case 2 -> Fault.on(calls, 0).times(times);
      case 3 -> Fault.on(calls, 0).times(times).afterTheEffect();
      default -> Fault.on(calls, 401).times(times);
    };
  }

  private static String name(Fault fault) {
    return (fault.status() == 0 ? "no reply" : Integer.toString(fault.status()))
        + (fault.when().equals("after") ? " after it" : "")
        + " x"
        + fault.times();
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** Lets the faults of the calls wait for them. */
  void arm() {
    ofStorage.forEach(knobs::add);
    ofCalls.forEach(knobs::add);
  }

  /** Removes all that have not struck. */
  synchronized void disarm() {
    ofSteps.clear();
    knobs.clearFaults();
  }

  @Override
  public synchronized boolean passes(String statement) {
    ExportStep.of(statement).map(ofSteps::remove).ifPresent(faults -> faults.forEach(knobs::add));
    return true;
  }

  /** Whether the reply of the publish may be lost. */
  boolean ofPublish() {
    return names.stream().anyMatch(name -> name.startsWith("PUBLISH") || name.contains(STATEMENT));
  }

  /** Whether the export may be unable to see what became of a statement. */
  boolean blinding() {
    return historyHidden || names.size() > 1;
  }

  @Override
  public String toString() {
    return String.join("; ", names);
  }
}
