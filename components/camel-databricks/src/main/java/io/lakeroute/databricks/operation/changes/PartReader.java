// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.run.RunWork;
import io.lakeroute.databricks.run.TableProbe;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what a run reads next, and runs its statement; what cannot be read any more is bridged,
 * where the settings allow it. For one attempt of a run.
 */
final class PartReader {

  private static final Logger LOG = LoggerFactory.getLogger(PartReader.class);
  private static final RunWork.Statement NOTHING = new RunWork.Statement("", Map.of());

  private final ChangesSettings settings;
  private final TableProbe probe;
  private final FeedState state;
  private final boolean retry;
  private final ChangesDetails details;
  private final Map<Long, List<Column>> columns = new HashMap<>();
  private Optional<Gap> bridged = Optional.empty();

  /**
   * @param retry whether the run has delivered batches, so that it must read the very rows that
   *     follow
   */
  PartReader(
      ChangesSettings settings,
      TableProbe probe,
      FeedState state,
      boolean retry,
      ChangesDetails details) {
    this.settings = requireNonNull(settings, "settings");
    this.probe = requireNonNull(probe, "probe");
    this.state = requireNonNull(state, "state");
    this.retry = retry;
    this.details = requireNonNull(details, "details");
  }

  /** The part that a run begins or resumes with. */
  OpenPart first() {
    if (state.gap().isPresent()) {
      return bootstrapOver(state.gap().get(), state.position().orElseThrow().part().to() + 1, 0);
    }
    if (state.position().isEmpty()) {
      return initial();
    }
    ChangePosition at = state.position().get();
    if (!at.behind()) {
      at.gap()
          .ifPresent(gap -> bridging(gap, at.part().from(), at.part().kind() == Part.Kind.BRIDGE));
      return open(at.part(), Optional.of(at), at.rows());
    }
    long until = at.complete() ? state.latest() : at.part().until();
    return changes(at.part().to() + 1, until, at.rows());
  }

  /** The part after one that is not the last. */
  OpenPart after(ChangePosition at) {
    return changes(at.part().to() + 1, at.part().until(), at.rows());
  }

  private OpenPart initial() {
    List<Column> all = columns(state.latest());
    ChangeTable table = ChangeTable.of(settings, all, state.primaryKey());
    state.requireFeed(probe, new ChangesSql(table), settings.table());
    return switch (settings.bootstrap()) {
      case SNAPSHOT -> open(Part.bootstrap(state.latest()), Optional.empty(), 0);
      case NONE -> nothing(state.latest());
      case VERSION -> changes(startVersion(), state.latest(), 0);
    };
  }

  private long startVersion() {
    long version = settings.startVersion().orElseThrow();
    if (version > state.latest() + 1) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "The option startVersion is %d, and the latest version of %s is %d."
              .formatted(version, settings.table(), state.latest()));
    }
    return version;
  }

  private OpenPart changes(long from, long until, long rows) {
    if (from > until) {
      return nothing(until);
    }
    Optional<Gap> replaced = replaced(from);
    if (replaced.isPresent()) {
      return bridge(replaced.get(), from, rows);
    }
    Part part = new Part(Part.Kind.CHANGES, from, state.commits().readable(from, until), until);
    return open(part, Optional.empty(), rows);
  }

  /**
   * The gap of a version that replaced the table and lacks columns of the one before it, or has
   * others of their names: the feed would show the old rows without their values. Where the version
   * before is gone, nobody can know.
   */
  private Optional<Gap> replaced(long version) {
    if (version == 0 || !state.commits().rewrites(version)) {
      return Optional.empty();
    }
    try {
      return columns(version).containsAll(columns(version - 1))
          ? Optional.empty()
          : Optional.of(Gap.REPLACED);
    } catch (DatabricksException e) {
      return Optional.of(Gap.of(e).orElseThrow(() -> e));
    }
  }

  private OpenPart nothing(long version) {
    List<Column> all = columns(version);
    Part part = new Part(Part.Kind.CHANGES, version + 1, version, version);
    ChangeTable table = ChangeTable.of(settings, all, state.primaryKey());
    return new OpenPart(
        table,
        all,
        ChangePosition.start(part, 0, table.net(), NOTHING.sql(), Optional.empty()),
        NOTHING,
        new NoRows());
  }

  /**
   * Runs the statement of a part.
   *
   * @param at where the run before stopped in it
   * @param rows that the run has delivered in parts before
   */
  private OpenPart open(Part part, Optional<ChangePosition> at, long rows) {
    try {
      return opened(part, at, rows);
    } catch (DatabricksException e) {
      Optional<Gap> gap = Gap.of(e);
      if (part.kind() == Part.Kind.BRIDGE && e.getReason() == Reason.INVALID) {
        return bootstrapOver(gap.or(() -> bridged).orElse(Gap.SCHEMA), part.from(), rows);
      }
      if (gap.isEmpty() || anewAlready(part)) {
        throw e;
      }
      return part.kind() == Part.Kind.CHANGES
          ? bridge(gap.get(), part.from(), rows)
          : bootstrapOver(gap.get(), part.from(), rows);
    }
  }

  private OpenPart opened(Part part, Optional<ChangePosition> at, long rows) {
    List<Column> all = columns(part.to());
    ChangeTable table = ChangeTable.of(settings, all, state.primaryKey());
    OldColumns old =
        new OldColumns(part.kind() == Part.Kind.BRIDGE ? columns(part.from() - 1) : List.of());
    if (part.kind() == Part.Kind.BRIDGE) {
      old.requireComparable(table);
      if (old.mayHaveOtherNames(table, all)) {
        bridged.ifPresent(gap -> bridgingWithoutValues(gap, part.from()));
      }
    }
    RunWork.Statement statement =
        new ChangesSql(table).of(part, state.commits().at(part.to()), old);
    ChangePosition start = ChangePosition.start(part, rows, table.net(), statement.sql(), bridged);
    return new OpenPart(
        table,
        all,
        at.map(position -> resumed(position, start)).orElse(start),
        statement,
        probe.open(statement.sql(), statement.parameters(), 0, settings.batchSize()));
  }

  /** The columns at a version, which a run asks for once. */
  private List<Column> columns(long version) {
    return columns.computeIfAbsent(version, at -> probe.columns(OptionalLong.of(at)));
  }

  private void bridgingWithoutValues(Gap gap, long from) {
    bridging(gap, from, false);
    LOG.warn(
        "Columns of {} have other names than in version {}: deletes and old images of this run have NULL in"
            + " columns of a new name",
        settings.table(),
        from - 1);
  }

  /** A snapshot of the latest version that cannot be read is no gap. */
  private boolean anewAlready(Part part) {
    return part.kind() == Part.Kind.BOOTSTRAP && part.to() == state.latest();
  }

  private ChangePosition resumed(ChangePosition at, ChangePosition start) {
    boolean same = at.statement().equals(start.statement());
    if (same && (retry || !movable(at))) {
      return at;
    }
    if (retry) {
      throw notResumable();
    }
    if (same) {
      LOG.info(
          "The sync of {} was interrupted; the rows of versions {} to {} are redelivered",
          settings.table(),
          at.part().from(),
          at.part().to());
      return start;
    }
    LOG.warn(
        "The settings or the columns of the sync of {} have changed; versions {} to {} are read again, and their"
            + " rows redelivered",
        settings.table(),
        at.part().from(),
        at.part().to());
    return start;
  }

  /**
   * Whether rows before the position may have taken an identifier that a row behind it gave up. Who
   * maps identifiers, which is what old images are for, knows that only if it sees both in one run.
   */
  private boolean movable(ChangePosition at) {
    return settings.beforeImage() && at.part().kind() != Part.Kind.BOOTSTRAP;
  }

  /** What differs between the versions, where there are keys to join them by. */
  private OpenPart bridge(Gap gap, long from, long rows) {
    List<Column> all = columns(state.latest());
    ChangeTable table = ChangeTable.of(settings, all, state.primaryKey());
    if (gap == Gap.FEED_OFF) {
      state.requireFeed(probe, new ChangesSql(table), settings.table());
    }
    allow(gap, from);
    if (!table.keyed() || from < 1) {
      return bootstrapOver(gap, from, rows);
    }
    bridging(gap, from, true);
    LOG.warn(
        "The changes of {} from version {} on cannot be read: {}. What differs between versions {} and {} is"
            + " delivered instead",
        settings.table(),
        from,
        gap.why(),
        from - 1,
        state.latest());
    return open(
        new Part(Part.Kind.BRIDGE, from, state.latest(), state.latest()), Optional.empty(), rows);
  }

  /** All rows of the latest version; what is gone stays unknown. */
  private OpenPart bootstrapOver(Gap gap, long from, long rows) {
    allow(gap, from);
    bridging(gap, from, false);
    LOG.warn(
        "The changes of {} from version {} on cannot be read: {}. All rows of version {} are delivered instead;"
            + " rows that were deleted meanwhile are not known",
        settings.table(),
        from,
        gap.why(),
        state.latest());
    return open(Part.bootstrap(state.latest()), Optional.empty(), rows);
  }

  private void bridging(Gap gap, long from, boolean deletesKnown) {
    bridged = Optional.of(gap);
    details.bridged(gap, from, deletesKnown);
  }

  private void allow(Gap gap, long from) {
    if (retry) {
      throw notResumable();
    }
    if (settings.onGap() == OnGap.FAIL) {
      throw gap.failure(settings.table(), from);
    }
  }

  private DatabricksException notResumable() {
    return new DatabricksException(
        Reason.CONFLICT,
        settings.table()
            + " no longer holds the versions that this run reads. The next run resumes it.");
  }
}
