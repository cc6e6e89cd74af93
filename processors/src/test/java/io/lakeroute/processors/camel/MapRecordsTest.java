// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MapRecordsTest {

  @TempDir Path folder;

  private static Exchange process(String mapping, Object body) throws Exception {
    try (var camel = new DefaultCamelContext();
        var step = new MapRecords()) {
      step.setCamelContext(camel);
      step.setMapping(mapping);
      step.start();
      Exchange exchange = new DefaultExchange(camel);
      exchange.getMessage().setBody(body);
      exchange.getMessage().setHeader("CamelDatabricksSchema", "{}");
      step.process(exchange);
      return exchange;
    }
  }

  @Test
  void maps_the_body_counts_what_does_not_fit_and_hands_it_on() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("m.yaml"),
            "identifier: {column: id, type: integer}\nattributes: {a: {column: id}}\n");
    Map<String, Object> misfit = Map.of("id", "x");

    Exchange exchange = process("file:" + file, List.of(Map.of("id", 1L), misfit));

    assertThat(exchange.getMessage().getBody())
        .isEqualTo(List.of(Map.of("identifier", 1L, "attributes", Map.of("a", 1L))));
    assertThat(exchange.getMessage().getHeaders())
        .containsOnly(Map.entry("CamelDatabricksBatchRows", 1));
    assertThat(exchange.getProperty("CamelDatabricksRejectedRows")).isEqualTo(1L);
    assertThat(exchange.getProperty(MapRecords.REJECTS))
        .isEqualTo(
            List.of(
                Map.of(
                    "row",
                    misfit,
                    "field",
                    "identifier",
                    "problem",
                    "is a text in column id that is no integer")));
  }

  @Test
  void leaves_the_body_alone_without_a_mapping() throws Exception {
    Exchange exchange = process("", "as it is");

    assertThat(exchange.getMessage().getBody()).isEqualTo("as it is");
    assertThat(exchange.getProperty(MapRecords.REJECTS)).isNull();
  }

  @Test
  void does_not_start_without_its_file() throws IOException {
    Path file = folder.resolve("none.yaml");

    assertThatThrownBy(() -> process("file:" + file, List.of()))
        .hasRootCauseInstanceOf(IOException.class)
        .hasStackTraceContaining(
            "Mapping file 'file:%s' cannot be read; use file:<path> or classpath:<path>."
                .formatted(file));
  }
}
