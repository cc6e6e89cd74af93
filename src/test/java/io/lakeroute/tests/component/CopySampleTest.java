// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.LocalWorkspace;
import java.util.Iterator;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code copy}: how many rows are held where nothing declares the columns. */
@Tag("matrix")
class CopySampleTest extends CopyFixture {

  private static final int ROWS = 20;

  CopySampleTest(LocalWorkspace workspace) {
    super(workspace, Map.of("stagingPrefix", Exports.volume(workspace, "exports")));
  }

  @Test
  void long_rows_are_written_before_all_of_them_are_read() {
    String table = workspace.name("long");
    LongRows rows = new LongRows();

    Exchange exchange = exports.export(table, "&objectSize=1MB", rows);

    assertThat(exchange.getException()).isNull();
    assertThat(rows.held).as("rows that were read before the first object").isEqualTo(8);
    assertThat(exports.written().counts(table)).isEqualTo("20 rows, 20 ids, 20 the highest");
  }

  /** Rows of a megabyte, each as large as an object. */
  private final class LongRows implements Iterator<Map<String, Object>> {
    private int read;
    private int held;

    @Override
    public boolean hasNext() {
      return read < ROWS;
    }

    @Override
    public Map<String, Object> next() {
      read++;
      if (staging.store().list("").isEmpty()) {
        held = read;
      }
      return Map.of("id", read, "text", "a".repeat(1 << 20));
    }
  }
}
