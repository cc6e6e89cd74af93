// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.RecordBatch;
import io.lakeroute.databricks.result.Rows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.junit.jupiter.api.AfterEach;

/** Vectors of Arrow's own library, and what is read of them; for one test. */
abstract class ArrowVectors {

  final ArrowStreams arrow = new ArrowStreams();
  private final List<FieldVector> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(FieldVector::close);
    arrow.close();
  }

  <V extends FieldVector> V opened(V vector) {
    vector.allocateNew();
    open.add(vector);
    return vector;
  }

  static List<Object> values(FieldVector vector) throws IOException {
    Rows rows = rows(vector);
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      values.add(rows.row(i)[0]);
    }
    return values;
  }

  /** What is written from the columns; it must be what is written from their objects. */
  static String json(FieldVector vector) throws IOException {
    List<Column> columns = List.of(new Column("c", "ANY"));
    Rows rows = rows(vector);
    List<Object[]> objects = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      objects.add(rows.row(i));
    }
    RecordBatch fromColumns = new RecordBatch(columns, rows);
    RecordBatch fromObjects = new RecordBatch(columns, objects);
    assertThat(fromColumns.toJsonLines()).isEqualTo(fromObjects.toJsonLines());
    assertThat(fromColumns.toCsv()).isEqualTo(fromObjects.toCsv());
    return fromColumns.toJsonLines();
  }

  static Rows rows(FieldVector vector) throws IOException {
    return ArrowStreams.read(ArrowStreams.write(1, vector), 1).take(Integer.MAX_VALUE);
  }

  VarCharVector texts(List<byte[]> texts) {
    VarCharVector vector = opened(new VarCharVector("c", arrow.allocator()));
    for (int i = 0; i < texts.size(); i++) {
      vector.setSafe(i, texts.get(i));
    }
    vector.setValueCount(texts.size());
    return vector;
  }
}
