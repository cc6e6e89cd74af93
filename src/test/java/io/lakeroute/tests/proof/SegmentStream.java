// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import io.lakeroute.databricks.result.RecordBatch;
import io.lakeroute.tests.segment.SegmentQuery;
import io.lakeroute.tests.segment.WorkspaceModel;
import io.lakeroute.tests.workspace.Workspace;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Reads the members of a segment in batches, keeps none, and prints {@code members} and the number
 * of them. For a process of its own.
 */
final class SegmentStream {

  private long members;
  private long last = -1;

  private SegmentStream() {}

  /**
   * Arguments: host, HTTP path, client id, client secret; files of the model and of the segment.
   */
  public static void main(String[] args) throws Exception {
    Workspace workspace =
        new Workspace(URI.create(args[0]), args[1], args[2], args[3], "", "main", "default");
    var segment =
        WorkspaceModel.of(workspace, Files.readString(Path.of(args[4])))
            .statements(
                WorkspaceModel.segment(Files.readString(Path.of(args[5]))),
                Instant.parse("2026-11-28T12:00:00Z"));
    SegmentStream stream = new SegmentStream();
    try (SegmentQuery query = SegmentQuery.on(workspace)) {
      query.read(segment.members(), stream::take);
    }
    System.out.println("members " + stream.members);
    System.exit(0);
  }

  private void take(RecordBatch batch) {
    for (int i = 0; i < batch.size(); i++) {
      long key = (Long) batch.row(i)[0];
      if (key <= last) {
        throw new IllegalStateException("A member is returned twice, or out of order");
      }
      last = key;
      members++;
    }
  }
}
