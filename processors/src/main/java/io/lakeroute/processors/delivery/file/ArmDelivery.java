// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.file;

import io.lakeroute.processors.delivery.InvalidDeliveryException;
import io.lakeroute.processors.delivery.file.DeliveryState.Plan;
import io.lakeroute.processors.files.ImportFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The file of one arm of one run, from its first batch to its delivery, in a folder of its own. A
 * kill loses nothing of it: what is on disk counts. Not thread-safe.
 */
public final class ArmDelivery {

  private static final String ANEW =
      "To have the run begin anew, reset its flow (POST /flows/{key}/reset), or set resume=false on its source where it has that option.";

  private static final String LOST =
      "Cannot go on with the delivery %s behind position %d: %s is gone or was changed. " + ANEW;

  private final String label;
  private final Path folder;
  private final Path stateFile;
  private final ImportFile rows;

  /**
   * @param label names the delivery in messages
   * @param folder which must exist
   */
  ArmDelivery(String label, Path folder) {
    this.label = label;
    this.folder = folder;
    this.stateFile = folder.resolve("state.json");
    this.rows = new ImportFile(folder, label, LOST);
  }

  /**
   * A batch of rows.
   *
   * @param format how the file is written
   * @param wanted the option {@code fields}
   * @param change add or remove, where the source says so
   * @param rows read once
   */
  public record Batch(
      FileFormat format,
      FieldList wanted,
      Optional<String> change,
      Iterator<? extends Map<?, ?>> rows) {}

  /** Whether a batch has been delivered already: it came again. */
  public boolean isDelivered(BatchPlace place) throws IOException {
    return DeliveryState.read(stateFile)
        .filter(state -> state.delivered() && place.end() <= state.end())
        .filter(
            state ->
                place.position() > 0 || (place.sameRows() && state.runId().equals(place.runId())))
        .isPresent();
  }

  /**
   * Writes a batch behind those before it.
   *
   * @param fileName the path of the file below the endpoint; asked for with the first batch only
   * @return the number of rows
   * @throws InvalidDeliveryException for a row that the file cannot hold as it is
   * @throws IllegalStateException when the rows before it are not there
   */
  public long write(BatchPlace place, Batch batch, Supplier<String> fileName, Instant now)
      throws IOException {
    DeliveryState state =
        place.position() == 0 ? begin(place, batch, fileName, now) : goOn(place, batch);
    if (!Optional.of(state).equals(DeliveryState.read(stateFile))) {
      state.write(stateFile);
    }
    FileRows lines =
        new FileRows(batch.format(), batch.wanted(), state.plan().changes(), state.columns());
    Noted noted = new Noted(state);
    long[] count = {0};
    rows.write(
        place.position(),
        place.count(),
        out -> count[0] = lines.write(batch.rows(), batch.change().orElse("add"), noted, out));
    if (place.last()) {
      noted.state.written(place.end()).write(stateFile);
    }
    return count[0];
  }

  /** Keeps the columns on disk before a row with them is. */
  private final class Noted implements FileRows.Columns {
    private DeliveryState state;

    private Noted(DeliveryState state) {
      this.state = state;
    }

    @Override
    public void note(List<String> names) throws IOException {
      if (!names.equals(state.columns())) {
        state = state.withColumns(names);
        state.write(stateFile);
      }
    }
  }

  /** A redelivered first batch keeps the file's name, unless the file was delivered. */
  private DeliveryState begin(BatchPlace place, Batch batch, Supplier<String> fileName, Instant now)
      throws IOException {
    Optional<DeliveryState> before =
        DeliveryState.read(stateFile)
            .filter(state -> !state.delivered() && state.runId().equals(place.runId()));
    String name = before.map(state -> state.plan().fileName()).orElseGet(fileName);
    Plan plan = new Plan(name, batch.format(), batch.change().isPresent(), batch.wanted().fields());
    return DeliveryState.begin(
        place.runId(), plan, before.map(DeliveryState::startedAt).orElse(now));
  }

  private DeliveryState goOn(BatchPlace place, Batch batch) throws IOException {
    DeliveryState state =
        DeliveryState.read(stateFile)
            .orElseThrow(
                () ->
                    new IllegalStateException(LOST.formatted(label, place.position(), stateFile)));
    Plan plan = state.plan();
    if (plan.format() != batch.format() || !plan.wanted().equals(batch.wanted().fields())) {
      throw new IllegalStateException(
          ("Cannot go on with the delivery %s behind position %d: format or fields are others than when it began. Set them back. "
                  + ANEW)
              .formatted(label, place.position()));
    }
    if (batch.change().filter("remove"::equals).isPresent() && !plan.changes()) {
      throw new InvalidDeliveryException(
          "The batch at position %d of the delivery %s has removed rows (CamelLakerouteChange), and its first batch did not say that there may be any. Set the header in all batches of a run."
              .formatted(place.position(), label));
    }
    return state.takenOverBy(place.runId());
  }

  /** A file that is ready, and the manifest for it. */
  public record Ready(DeliveredFile file, DeliveryState state, List<String> columns) {
    /** The path of the file below the endpoint. */
    public String fileName() {
      return state.plan().fileName();
    }

    /** The manifest, once the file has arrived. */
    public Manifest manifest(String arm, FileCompression compression, Instant now) {
      return new Manifest(
          state.runId(),
          arm,
          fileName(),
          state.plan().format(),
          compression,
          columns,
          file,
          state.startedAt(),
          now);
    }
  }

  /**
   * Makes the file that is delivered of all batches.
   *
   * @param schema names of the columns, for the header line of a file without rows
   * @throws IllegalStateException when its rows are not there
   */
  public Ready ready(
      BatchPlace place, FieldList wanted, FileCompression compression, List<String> schema)
      throws IOException {
    DeliveryState state = DeliveryState.read(stateFile).orElseThrow();
    Plan plan = state.plan();
    List<String> columns = state.columns();
    if (columns.isEmpty()) {
      columns = FileRows.namesWithoutRows(wanted, plan.changes(), schema);
    }
    DeliveredFile file =
        DeliveredFile.make(
            rows.content(place.end()),
            folder.resolve("file-" + UUID.randomUUID()),
            plan.format(),
            compression,
            columns);
    return new Ready(file, state, columns);
  }

  /** Deletes the rows: file and manifest have arrived. */
  public void delivered() throws IOException {
    DeliveryState state = DeliveryState.read(stateFile).orElseThrow();
    state.asDelivered().write(stateFile);
    rows.discard();
  }
}
