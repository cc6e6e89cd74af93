// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.service.sql.StatementParameterListItem;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.name.ObjectName;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MessageRowsTest {

  private static final TargetTable TABLE =
      new TargetTable(
          ObjectName.parse("main.crm.leads"),
          List.of(
              new TargetColumn("id", NumberTypes.integer("INT", Integer.SIZE), true),
              new TargetColumn("Name", TextTypes.string(), false),
              new TargetColumn(
                  "made", NumberTypes.integer("BIGINT", Long.SIZE), true, MissingValue.BY_TABLE)));

  @Test
  void cuts_rows_into_batches_and_knows_the_last() {
    MessageRows rows = rows(2, Map.of("id", 1), Map.of("NAME", "b", "id", 2), Map.of("id", 3));

    RowBatch first = rows.current().orElseThrow();
    assertThat(rows.current()).as("the same until it is written").containsSame(first);
    rows.written();
    RowBatch second = rows.current().orElseThrow();
    rows.written();

    assertThat(first.rows()).isEqualTo(2);
    assertThat(first.last()).isFalse();
    assertThat(second.source()).isEqualTo(new InlineRows("[[0,0,\"3\"]]"));
    assertThat(second.firstRow()).isEqualTo(2);
    assertThat(second.last()).isTrue();
    assertThat(rows.current()).isEmpty();
    assertThat(rows.taken()).isEqualTo(3);
    assertThat(rows.columns()).containsExactly("id", "Name");
  }

  @Test
  void numbers_the_shapes_of_rows() {
    Map<String, Object> nulled = new HashMap<>();
    nulled.put("id", null);
    RowBatch batch = rows(9, Map.of("id", 1), Map.of("name", "b"), nulled).current().orElseThrow();

    assertThat(batch.source())
        .isEqualTo(new InlineRows("[[0,0,\"1\"],[1,1,null,\"b\"],[2,0,null]]"));
    assertThat(batch.shapes()).containsExactly(bits(0), bits(1));
    assertThat(batch.columns()).extracting(TargetColumn::name).containsExactly("id", "Name");
  }

  @Test
  void ends_a_batch_that_is_large_enough_for_a_statement() {
    String text = "x".repeat(1 << 20);
    MessageRows rows =
        rows(
            100,
            Map.of("name", text),
            Map.of("name", text),
            Map.of("name", text),
            Map.of("name", text),
            Map.of("name", text));

    assertThat(rows.current().orElseThrow().rows()).isEqualTo(4);
  }

  @Test
  void goes_no_further_behind_a_row_that_does_not_fit() {
    MessageRows rows =
        rows(2, Map.of("id", 1), Map.of("id", 2), Map.of("id", "hush"), Map.of("id", 4));
    rows.current();
    rows.written();

    for (int i = 0; i < 2; i++) {
      assertInvalid(
          rows,
          "Row 3 cannot be written: column 'id' (INT): the value is a text that is no number. Nothing of its batch was written.");
    }
  }

  @Test
  void names_what_else_is_wrong_with_a_row() {
    Map<String, Object> nulled = new HashMap<>();
    nulled.put("name", null);

    assertInvalid(
        rows(9, nulled),
        "Row 1 cannot be written: column 'Name' is NOT NULL, and the value is null. Nothing of its batch was written.");
    assertInvalid(
        rows(9, Map.of("ID", 1, "id", 2)),
        "Row 1 cannot be written: has two fields for column 'id'. Nothing of its batch was written.");
    assertInvalid(
        rows(9, Map.of("name", "x".repeat(8 << 20))),
        "Row 1 cannot be written: is longer than 7 MiB, more than a statement can carry. Nothing of its batch was written.");
  }

  @Test
  void begins_a_batch_where_rows_begin_or_cease_to_have_a_column_that_the_table_makes() {
    MessageRows rows =
        rows(
            9,
            Map.of("id", 1),
            Map.of("id", 2, "name", "b"),
            Map.of("id", 3, "MADE", 7),
            Map.of("id", 4, "made", 8),
            Map.of("id", 5));

    List<String> batches = new ArrayList<>();
    for (Optional<RowBatch> b = rows.current(); b.isPresent(); b = rows.current()) {
      batches.add(b.get().firstRow() + "+" + b.get().rows() + (b.get().last() ? " last" : ""));
      rows.written();
    }
    assertThat(batches).containsExactly("0+2", "2+2", "4+1 last");
    assertThat(rows.taken()).isEqualTo(5);
  }

  @Test
  void refuses_such_rows_where_they_end_up_in_one_statement() {
    MessageRows rows = rows(2, true, Map.of("id", 1), Map.of("id", 2), Map.of("id", 3, "made", 7));

    assertThat(rows.current().orElseThrow().rows()).isEqualTo(2);
    rows.written();
    assertInvalid(
        rows,
        "Row 3 cannot be written: of the rows of a run, either all or none have the column 'made', whose values the table"
            + " makes. Nothing of its batch was written.");
  }

  private static void assertInvalid(MessageRows rows, String message) {
    assertThatThrownBy(rows::current).isInstanceOf(DatabricksException.class).hasMessage(message);
  }

  @Test
  void stages_what_is_too_much_for_a_statement_and_nothing_else() {
    List<RecordedRows> spools = new ArrayList<>();
    MessageRows rows = staged(2, spools, numbers(2).iterator());
    rows.current();
    assertThat(spools).as("a statement takes two rows").isEmpty();

    rows = staged(2, spools, numbers(5).iterator());
    RowBatch batch = rows.current().orElseThrow();

    assertThat(batch.last()).isTrue();
    assertThat(batch.rows()).isEqualTo(5);
    assertThat(batch.source()).isSameAs(spools.get(0));
    assertThat(spools.get(0).text())
        .isEqualTo("[0,0,\"0\"]\n[1,0,\"1\"]\n[2,0,\"2\"]\n[3,0,\"3\"]\n[4,0,\"4\"]\n");
    assertThat(spools.get(0).events).containsExactly("end 5", "prepare");
    rows.written();
    assertThat(spools.get(0).events).endsWith("close");
  }

  @Tag("matrix")
  @Test
  void a_staged_batch_ends_at_a_million_rows_or_when_it_is_old() {
    List<RecordedRows> spools = new ArrayList<>();
    MessageRows rows = staged(2, spools, numbers(1_000_003).iterator());

    assertThat(rows.current().orElseThrow().rows()).isEqualTo(1_000_000);
    rows.written();
    assertThat(rows.current().orElseThrow().firstRow()).isEqualTo(1_000_000);
    spools.clear();
    rows = staged(2, spools, numbers(9).iterator());
    oldFrom = 1;
    assertThat(rows.current().orElseThrow().rows()).isEqualTo(3);
  }

  @Test
  void gives_up_what_is_staged_of_a_batch_with_a_row_that_does_not_fit() {
    List<RecordedRows> spools = new ArrayList<>();
    List<Map<String, Object>> bad = new ArrayList<>(numbers(4).toList());
    bad.add(Map.of("id", "four"));
    MessageRows rows = staged(2, spools, bad.iterator());

    assertInvalid(
        rows,
        "Row 5 cannot be written: column 'id' (INT): the value is a text that is no number. Nothing of its batch was written.");
    assertThat(spools.get(0).events).containsExactly("close");
  }

  private static Stream<Map<String, Object>> numbers(int count) {
    return IntStream.range(0, count).mapToObj(id -> Map.of("id", id));
  }

  private static MessageRows staged(
      int most, List<RecordedRows> spools, Iterator<Map<String, Object>> rows) {
    oldFrom = Integer.MAX_VALUE;
    return new MessageRows(
        rows,
        field -> TABLE.column(field).orElseThrow(),
        Set.of(),
        most,
        false,
        Optional.of(
            () -> {
              spools.add(new RecordedRows());
              return spools.get(spools.size() - 1);
            }));
  }

  /** After how many looks a batch is old. */
  private static int oldFrom;

  /** Keeps what it is asked to do, and the first of its rows. */
  private static final class RecordedRows implements RowSpool {
    private final List<String> events = new ArrayList<>();
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private int looks;

    String text() {
      return lines.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void add(ByteArrayOutputStream more) {
      if (lines.size() < 1_000) {
        lines.writeBytes(more.toByteArray());
      }
    }

    @Override
    public boolean old() {
      return ++looks >= oldFrom;
    }

    @Override
    public void end(long rows) {
      events.add("end " + rows);
    }

    @Override
    public void prepare() {
      events.add("prepare");
    }

    @Override
    public String relation() {
      return "t";
    }

    @Override
    public List<StatementParameterListItem> parameters() {
      return List.of();
    }

    @Override
    public void close() {
      events.add("close");
    }
  }

  @SafeVarargs
  private static MessageRows rows(int batchSize, Map<String, Object>... rows) {
    return rows(batchSize, false, rows);
  }

  @SafeVarargs
  private static MessageRows rows(int batchSize, boolean oneTable, Map<String, Object>... rows) {
    return new MessageRows(
        new ArrayList<>(List.of(rows)).iterator(),
        field -> TABLE.column(field).or(Optional::empty).orElseThrow(),
        Set.of(),
        batchSize,
        oneTable,
        Optional.empty());
  }

  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    for (int bit : set) {
      bits.set(bit);
    }
    return bits;
  }
}
