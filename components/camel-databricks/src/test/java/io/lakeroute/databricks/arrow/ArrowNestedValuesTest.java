// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.result.Rows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.impl.UnionMapWriter;
import org.junit.jupiter.api.Test;

/** Lists, maps and structs, written by Arrow's own library. */
class ArrowNestedValuesTest extends ArrowVectors {

  @Test
  void reads_lists_of_values_of_their_own_types() throws IOException {
    var lists = opened(org.apache.arrow.vector.complex.ListVector.empty("c", arrow.allocator()));
    var writer = lists.getWriter();
    writer.startList();
    writer.dateDay().writeDateDay(19_724);
    writer.dateDay().writeNull();
    writer.endList();
    writer.startList();
    writer.endList();
    lists.setValueCount(3);

    assertThat(values(lists))
        .containsExactly(Arrays.asList(LocalDate.parse("2024-01-02"), null), List.of(), null);
    assertThat(json(lists)).isEqualTo("{\"c\":[\"2024-01-02\",null]}\n{\"c\":[]}\n{\"c\":null}\n");
  }

  @Test
  void reads_maps_with_keys_as_text() throws IOException {
    var maps =
        opened(org.apache.arrow.vector.complex.MapVector.empty("c", arrow.allocator(), false));
    UnionMapWriter writer = maps.getWriter();
    writer.startMap();
    writer.startEntry();
    writer.key().bigInt().writeBigInt(7);
    writer.value().float8().writeFloat8(1.5);
    writer.endEntry();
    writer.endMap();
    writer.setPosition(1);
    writer.writeNull();
    maps.setValueCount(2);

    assertThat(values(maps)).containsExactly(Map.of("7", 1.5), null);
    assertThat(json(maps)).isEqualTo("{\"c\":{\"7\":1.5}}\n{\"c\":null}\n");
  }

  @Test
  void reads_structs_as_maps() throws IOException {
    var structs =
        opened(org.apache.arrow.vector.complex.StructVector.empty("c", arrow.allocator()));
    var writer = structs.getWriter();
    writer.start();
    writer.bigInt("n").writeBigInt(1);
    writer.end();
    writer.setPosition(1);
    writer.start();
    writer.bigInt("n").writeNull();
    writer.end();
    structs.setValueCount(2);
    Map<String, Object> second = new HashMap<>();
    second.put("n", null);

    assertThat(values(structs)).containsExactly(Map.of("n", 1L), second);
  }

  @Test
  void reads_json_text_of_nested_types_as_the_values_it_stands_for() throws IOException {
    VarCharVector vector =
        texts(List.of("{\"d\":\"2024-01-02\",\"x\":\"AP8=\"}".getBytes(StandardCharsets.UTF_8)));

    Rows rows =
        ArrowStreams.read(ArrowStreams.write(1, vector), List.of("STRUCT<d: DATE, x: BINARY>"))
            .take(1);

    Map<?, ?> struct = (Map<?, ?>) rows.row(0)[0];
    assertThat(struct.get("d")).isEqualTo(LocalDate.parse("2024-01-02"));
    assertThat(struct.get("x")).isEqualTo(new byte[] {0, (byte) 0xFF});
  }
}
