// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.store;

import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.store.CursorStore.RunFilter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Runs as rows of a table. Stateless. */
final class RunRows {

  private static final int LONGEST_MESSAGE = 2_000;

  private RunRows() {}

  static int write(Handle handle, RunRecord run) {
    Map<String, Object> row = row(run);
    String columns = String.join(", ", row.keySet());
    handle.createUpdate("DELETE FROM run WHERE id = :id").bind("id", run.scope().id()).execute();
    return handle
        .createUpdate(
            "INSERT INTO run ("
                + columns
                + ") VALUES ("
                + row.keySet().stream()
                    .map(column -> ":" + column)
                    .collect(Collectors.joining(", "))
                + ")")
        .bindMap(row)
        .execute();
  }

  static Optional<RunRecord> find(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM run WHERE id = :id")
        .bind("id", id)
        .map((row, context) -> read(row))
        .findOne();
  }

  static List<RunRecord> list(Handle handle, RunFilter filter) {
    List<String> conditions = new ArrayList<>();
    Map<String, Object> values = new LinkedHashMap<>();
    filter.key().ifPresent(key -> condition("key", key, conditions, values));
    filter.tenant().ifPresent(tenant -> condition("tenant", tenant, conditions, values));
    filter.state().ifPresent(state -> condition("state", state.name(), conditions, values));
    return handle
        .createQuery(
            "SELECT * FROM run"
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
                + " ORDER BY started_at DESC, id DESC FETCH FIRST :limit ROWS ONLY")
        .bindMap(values)
        .bind("limit", filter.limit())
        .map((row, context) -> read(row))
        .list();
  }

  static List<RunRecord> ended(Handle handle, String tenant, Instant from, int limit) {
    return handle
        .createQuery(
            "SELECT * FROM run WHERE tenant = :tenant AND ended_at >= :from"
                + " ORDER BY ended_at, id FETCH FIRST :limit ROWS ONLY")
        .bind("tenant", tenant)
        .bind("from", time(from))
        .bind("limit", limit)
        .map((row, context) -> read(row))
        .list();
  }

  private static void condition(
      String column, String value, List<String> conditions, Map<String, Object> values) {
    conditions.add(column + " = :" + column);
    values.put(column, value);
  }

  private static Map<String, Object> row(RunRecord run) {
    Map<String, Object> row = new LinkedHashMap<>();
    RunRecord.Scope scope = run.scope();
    row.put("id", scope.id());
    row.put("key", scope.key());
    row.put("tenant", scope.tenant());
    row.put("flow", scope.flow());
    row.put("connection", scope.connection());
    row.put("object", scope.object());
    row.put("node", scope.node());
    row.put("started_at", time(scope.startedAt()));
    RunRecord.Range range = run.range();
    row.put("table_id", range.tableId());
    row.put("from_version", number(range.fromVersion()));
    row.put("to_version", number(range.toVersion()));
    row.put("from_watermark", range.fromWatermark().orElse(null));
    row.put("to_watermark", range.toWatermark().orElse(null));
    row.put("sql_sha256", range.sqlSha256());
    RunRecord.Counts counts = run.counts();
    row.put("rows_read", counts.rowsRead());
    row.put("delivered", counts.delivered());
    row.put("filtered", counts.filtered());
    row.put("rejected", counts.rejected());
    row.put("ignored", counts.ignored());
    row.put("bytes", counts.bytes());
    RunRecord.Outcome outcome = run.outcome();
    row.put("state", outcome.state().name());
    row.put("ended_at", outcome.endedAt().map(RunRows::time).orElse(null));
    row.put("reason", outcome.reason().map(Reason::name).orElse(null));
    row.put("message", outcome.message().map(RunRows::cut).orElse(null));
    row.put("attempts", run.attempts());
    row.put("details", run.details().orElse(null));
    return row;
  }

  private static RunRecord read(ResultSet row) throws SQLException {
    return new RunRecord(
        new RunRecord.Scope(
            row.getString("id"),
            row.getString("key"),
            row.getString("tenant"),
            row.getString("flow"),
            row.getString("connection"),
            row.getString("object"),
            row.getString("node"),
            row.getObject("started_at", OffsetDateTime.class).toInstant()),
        new RunRecord.Range(
            row.getString("table_id"),
            number(row, "from_version"),
            number(row, "to_version"),
            Optional.ofNullable(row.getString("from_watermark")),
            Optional.ofNullable(row.getString("to_watermark")),
            row.getString("sql_sha256")),
        new RunRecord.Counts(
            row.getLong("rows_read"),
            row.getLong("delivered"),
            row.getLong("filtered"),
            row.getLong("rejected"),
            row.getLong("ignored"),
            row.getLong("bytes")),
        new RunRecord.Outcome(
            RunState.of(row.getString("state")),
            Optional.ofNullable(row.getObject("ended_at", OffsetDateTime.class))
                .map(OffsetDateTime::toInstant),
            Optional.ofNullable(row.getString("reason")).flatMap(Reason::of),
            Optional.ofNullable(row.getString("message"))),
        row.getInt("attempts"),
        Optional.ofNullable(row.getString("details")));
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static Long number(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }

  private static OptionalLong number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static String cut(String message) {
    return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
  }
}
