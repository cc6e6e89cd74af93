// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.file;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.processors.files.PrivateFiles;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a delivery besides its rows, kept on disk beside them. Immutable.
 *
 * @param runId the run that began the delivery, or took it over
 * @param plan how the file is written
 * @param startedAt when its first batch came
 * @param columns names of the columns; empty before the first row
 * @param end the position behind the last batch, which is on disk; -1 before that
 * @param delivered whether file and manifest have arrived
 */
public record DeliveryState(
    String runId, Plan plan, Instant startedAt, List<String> columns, long end, boolean delivered) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What a delivery keeps from its first batch to its last.
   *
   * @param fileName the path of the file below the endpoint
   * @param format csv or jsonl
   * @param changes whether there is a column for added and removed rows
   * @param wanted the columns of the option fields; empty for all
   */
  public record Plan(
      String fileName, FileFormat format, boolean changes, List<FieldList.Field> wanted) {
    public Plan {
      wanted = List.copyOf(wanted);
    }
  }

  public DeliveryState {
    columns = List.copyOf(columns);
  }

  static DeliveryState begin(String runId, Plan plan, Instant now) {
    return new DeliveryState(runId, plan, now, List.of(), -1, false);
  }

  DeliveryState takenOverBy(String run) {
    return new DeliveryState(run, plan, startedAt, columns, end, delivered);
  }

  DeliveryState withColumns(List<String> names) {
    return new DeliveryState(runId, plan, startedAt, names, end, delivered);
  }

  DeliveryState written(long last) {
    return new DeliveryState(runId, plan, startedAt, columns, last, false);
  }

  DeliveryState asDelivered() {
    return new DeliveryState(runId, plan, startedAt, columns, end, true);
  }

  /** The state in a file; empty where there is none, or a crash of the machine left none. */
  static Optional<DeliveryState> read(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    JsonNode json = JSON.readTree(file.toFile());
    if (!json.hasNonNull("delivered")) {
      return Optional.empty();
    }
    Plan plan =
        new Plan(
            json.path("fileName").asText(),
            FileFormat.valueOf(json.path("format").asText()),
            json.path("changes").asBoolean(),
            JSON.convertValue(json.path("wanted"), new TypeReference<List<FieldList.Field>>() {}));
    return Optional.of(
        new DeliveryState(
            json.path("runId").asText(),
            plan,
            Instant.parse(json.path("startedAt").asText()),
            JSON.convertValue(json.path("columns"), new TypeReference<List<String>>() {}),
            json.path("end").asLong(),
            json.path("delivered").asBoolean()));
  }

  /** Puts the state into a file, in the place of another. */
  void write(Path file) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("runId", runId);
    json.put("fileName", plan.fileName());
    json.put("format", plan.format().name());
    json.put("changes", plan.changes());
    json.set("wanted", JSON.valueToTree(plan.wanted()));
    json.put("startedAt", startedAt.toString());
    json.set("columns", JSON.valueToTree(columns));
    json.put("end", end);
    json.put("delivered", delivered);
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.deleteIfExists(next);
    try (FileChannel channel =
        PrivateFiles.open(next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      Channels.newOutputStream(channel).write(JSON.writeValueAsBytes(json));
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
