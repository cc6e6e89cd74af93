// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.processors.segment.BoundModel;
import io.lakeroute.processors.segment.BoundSegment;
import io.lakeroute.processors.segment.ModelBinder;
import io.lakeroute.processors.segment.ModelReader;
import io.lakeroute.processors.segment.Pin;
import io.lakeroute.processors.segment.Segment;
import io.lakeroute.processors.segment.SegmentBinder;
import io.lakeroute.processors.segment.SegmentModel;
import io.lakeroute.processors.segment.SegmentReader;
import io.lakeroute.processors.segment.SegmentStatements;
import io.lakeroute.processors.segment.TableColumns;
import io.lakeroute.processors.sql.SqlName;
import io.lakeroute.tests.workspace.OAuth;
import io.lakeroute.tests.workspace.Rest;
import io.lakeroute.tests.workspace.Workspace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A model bound to the tables of a workspace, whose columns Unity Catalog lists. Immutable. */
public final class WorkspaceModel {

  private final SegmentModel definition;
  private final BoundModel bound;
  private final Map<String, TableColumns> tables = new HashMap<>();

  private WorkspaceModel(Workspace workspace, String yaml) {
    Rest rest = Rest.bearer(OAuth.token(workspace));
    this.definition = read(yaml, ModelReader::read);
    this.bound =
        ModelBinder.bind(
            definition,
            table ->
                tables.computeIfAbsent(table.toString(), name -> columns(workspace, rest, table)));
  }

  public static WorkspaceModel of(Workspace workspace, String yaml) {
    return new WorkspaceModel(workspace, yaml);
  }

  private static TableColumns columns(Workspace workspace, Rest rest, SqlName table) {
    Rest.Reply reply = rest.get(workspace.url("/api/2.1/unity-catalog/tables/" + table.toString()));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    Map<String, String> types = new LinkedHashMap<>();
    reply
        .json()
        .path("columns")
        .forEach(
            column -> types.put(column.path("name").asText(), column.path("type_text").asText()));
    return new TableColumns(types);
  }

  public SegmentModel definition() {
    return definition;
  }

  public BoundModel bound() {
    return bound;
  }

  /** A segment as it was written. */
  public static Segment segment(String yaml) {
    return read(yaml, SegmentReader::read);
  }

  /** Segments here name no others. */
  public BoundSegment bind(Segment segment) {
    return new SegmentBinder(bound, name -> Optional.empty()).bind(segment);
  }

  /** The statements of a segment at a time, over the newest versions of the tables. */
  public SegmentStatements statements(Segment segment, Instant asOf) {
    return new SegmentStatements(bind(segment), new Pin(asOf, Map.of()));
  }

  private interface Reading<T> {
    T of(InputStream yaml) throws IOException;
  }

  private static <T> T read(String yaml, Reading<T> reading) {
    try {
      return reading.of(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
