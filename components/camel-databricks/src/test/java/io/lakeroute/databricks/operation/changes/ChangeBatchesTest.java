// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.operation.changes.ChangeBatches.Batch;
import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.RowSource;
import io.lakeroute.databricks.result.Rows;
import io.lakeroute.databricks.store.RunRecord.Counts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images are written as {@code version kind id value [filtered]}, such as {@code 3 < 1 a}. */
class ChangeBatchesTest {

  private static final List<Column> COLUMNS =
      List.of(new Column("id", "BIGINT"), new Column("note", "STRING"));
  private static final ChangePosition START =
      ChangePosition.start(new Part(Part.Kind.CHANGES, 1, 9, 9), 0, true, "sql", Optional.empty());

  /** Gives a row at a time more than it is asked for at first, so that groups cross pages. */
  private record Images(List<Object[]> rows, int[] next) implements RowSource {

    static Images of(String... images) {
      return new Images(Arrays.stream(images).map(Images::row).toList(), new int[1]);
    }

    /** Kinds: {@code <} before an update, {@code -} deleted, {@code >} after it, {@code +}. */
    private static Object[] row(String image) {
      String[] parts = image.split(" ");
      return new Object[] {
        Long.valueOf(parts[2]),
        parts[3],
        (long) "<->+".indexOf(parts[1]),
        parts.length == 4,
        Long.valueOf(parts[0]),
        null
      };
    }

    @Override
    public List<Column> columns() {
      return COLUMNS;
    }

    @Override
    public Rows read(int maxRows) {
      int from = next[0];
      next[0] = Math.min(rows.size(), from + 1);
      return Rows.of(rows.subList(from, next[0]));
    }

    @Override
    public boolean truncated() {
      return false;
    }

    @Override
    public void close() {}
  }

  private static ChangesSettings settings(Net net, Deletes deletes, int batchSize) {
    return new ChangesSettings(
        ObjectName.parse("main.crm.leads"),
        List.of("id"),
        List.of(),
        Optional.empty(),
        Bootstrap.SNAPSHOT,
        OptionalLong.empty(),
        net,
        false,
        deletes,
        OnGap.FAIL,
        batchSize);
  }

  private static List<Batch> batches(
      ChangesSettings settings, ChangePosition from, String... images) throws Exception {
    ChangeTable table = ChangeTable.of(settings, COLUMNS, List.of());
    List<Batch> all = new ArrayList<>();
    ChangeBatches batches = new ChangeBatches(Images.of(images), table, settings, "table-id", from);
    do {
      all.add(batches.next());
    } while (!all.get(all.size() - 1).last());
    return all;
  }

  private static String text(List<Batch> batches) {
    List<String> rows = new ArrayList<>();
    for (Batch batch : batches) {
      for (Change change : batch.changes()) {
        rows.add(
            change.type().text()
                + " "
                + change.values().value(1)
                + change.before().map(before -> " was " + before.value(1)).orElse(""));
      }
    }
    return String.join(", ", rows);
  }

  private static String counts(List<Batch> batches) {
    Counts all = Counts.NONE;
    for (Batch batch : batches) {
      all = all.plus(batch.left());
    }
    return all.filtered() + "/" + all.ignored();
  }

  /** Images of one row, what they amount to, and how many changes are filtered and ignored. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          1 + 1 a                                        | insert a          | 0/0
          1 + 1 a; 2 < 1 a; 2 > 1 b                      | insert b          | 0/1
          1 + 1 a; 2 - 1 a                               | ""                | 0/2
          1 + 1 a; 2 - 1 a; 3 + 1 b                      | insert b          | 0/2
          1 < 1 a; 1 > 1 b                               | update b was a    | 0/0
          1 < 1 a; 1 > 1 b; 2 < 1 b; 2 > 1 c             | update c was a    | 0/1
          1 < 1 a; 1 > 1 b; 2 < 1 b; 2 > 1 a             | ""                | 0/2
          1 < 1 a; 1 > 1 a                               | ""                | 0/1
          1 < 1 a; 1 > 1 b; 2 - 1 b                      | delete a          | 0/1
          1 - 1 a                                        | delete a          | 0/0
          1 - 1 a; 1 + 1 a                               | ""                | 0/2
          1 - 1 a; 1 + 1 b                               | update b was a    | 0/1
          1 - 1 a; 2 + 1 b; 3 < 1 b; 3 > 1 c             | update c was a    | 0/2
          1 > 1 b                                        | update b          | 0/0
          1 < 1 a                                        | delete a          | 0/0
          1 > 1 b; 2 - 1 b                               | delete b          | 0/1
          1 < 1 a no; 1 > 1 b no                         | ""                | 1/0
          1 < 1 a; 1 > 1 b no                            | delete a          | 0/0
          1 < 1 a no; 1 > 1 b                            | insert b          | 0/0
          1 < 1 a; 1 > 1 b no; 2 < 1 b no; 2 > 1 c       | update c was a    | 0/1
          1 < 1 a no; 1 > 1 b; 2 < 1 b; 2 > 1 c no       | ""                | 1/1
          1 + 1 a no                                     | ""                | 1/0
          1 - 1 a no                                     | ""                | 1/0
          """)
  void changes_of_a_row_amount_to_one(String images, String change, String left) throws Exception {
    List<Batch> batches =
        batches(settings(Net.AUTO, Deletes.PROPAGATE, 10), START, images.split("; "));

    assertThat(text(batches)).isEqualTo(change);
    assertThat(counts(batches)).isEqualTo(left);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          1 < 1 a; 1 > 1 b; 2 < 1 b; 2 > 1 c   | update b was a, update c was b     | 0/0
          1 - 1 a; 1 + 1 a                     | delete a, insert a                 | 0/0
          1 < 1 a; 1 < 1 x; 1 > 1 b; 1 > 1 y   | update b was a, update y was x     | 0/0
          1 < 1 a; 1 < 1 x; 1 > 1 b            | delete x, update b was a           | 0/0
          1 < 1 a; 1 - 1 x; 1 > 1 b; 1 + 1 y   | delete x, update b was a, insert y | 0/0
          1 < 1 a; 1 > 1 a                     | ""                                 | 0/1
          1 < 1 a no; 1 > 1 b no; 2 > 1 c      | update c                           | 1/0
          """)
  void without_folding_every_change_is_delivered(String images, String changes, String left)
      throws Exception {
    List<Batch> batches =
        batches(settings(Net.FALSE, Deletes.PROPAGATE, 10), START, images.split("; "));

    assertThat(text(batches)).isEqualTo(changes);
    assertThat(counts(batches)).isEqualTo(left);
  }

  @Test
  void deletes_that_are_ignored_are_counted() throws Exception {
    List<Batch> batches =
        batches(
            settings(Net.AUTO, Deletes.IGNORE, 10),
            START,
            "1 - 1 a",
            "1 < 2 a",
            "1 > 2 b no",
            "1 + 3 c");

    assertThat(text(batches)).isEqualTo("insert c");
    assertThat(counts(batches)).isEqualTo("0/2");
  }

  @Test
  void several_rows_of_one_key_are_refused_before_any_is_lost() {
    assertThatThrownBy(
            () ->
                batches(
                    settings(Net.AUTO, Deletes.PROPAGATE, 10), START, "1 + 1 secret", "1 + 1 b"))
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.INVALID))
        .hasMessage(
            "Several rows of main.crm.leads have the same key. Set the option keys to columns that"
                + " make a row unique, or net=false.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1 - 1 a; 1 - 1 secret", "1 < 1 a; 1 - 1 secret", "1 - 1 a; 2 - 1 secret"})
  void several_deletes_of_one_key_are_refused_before_one_is_lost(String images) {
    assertThatThrownBy(
            () -> batches(settings(Net.AUTO, Deletes.PROPAGATE, 10), START, images.split("; ")))
        .hasMessageStartingWith("Several rows of main.crm.leads have the same key.");
  }

  @Test
  void a_batch_ends_where_a_row_ends_and_can_be_resumed_there() throws Exception {
    String[] images = {
      "1 + 1 a",
      "1 < 2 b no",
      "1 > 2 c no",
      "1 < 3 d",
      "1 > 3 e",
      "2 < 3 e",
      "2 > 3 f",
      "1 - 4 g",
      "1 + 5 h no"
    };
    ChangesSettings settings = settings(Net.AUTO, Deletes.PROPAGATE, 2);
    List<Batch> all = batches(settings, START, images);

    assertThat(all).extracting(Batch::last).containsExactly(false, true);
    assertThat(all.get(0).after().skip()).isEqualTo(7);
    assertThat(all.get(0).left()).as("row 2, and one of 3").isEqualTo(new Counts(2, 0, 1, 0, 1, 0));
    assertThat(all.get(1).left()).as("row 5").isEqualTo(new Counts(1, 0, 1, 0, 0, 0));
    assertThat(all.get(1).after().complete()).isTrue();

    List<Batch> rest = batches(settings, all.get(0).after(), images);

    assertThat(text(rest)).isEqualTo(text(all.subList(1, 2))).isEqualTo("delete g");
    assertThat(rest.get(0).left()).isEqualTo(all.get(1).left());
    assertThat(rest.get(0).rows().asMaps()).isEqualTo(all.get(1).rows().asMaps());
  }

  @Test
  void nothing_is_one_batch_without_rows() throws Exception {
    assertThat(batches(settings(Net.AUTO, Deletes.PROPAGATE, 2), START))
        .singleElement()
        .satisfies(
            batch -> {
              assertThat(batch.rows().size()).isZero();
              assertThat(batch.after().complete()).isTrue();
            });
  }
}
