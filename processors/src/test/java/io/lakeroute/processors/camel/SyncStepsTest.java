// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.processors.mapping.InvalidRowsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps of a sync in their order: map, send rejects, limit them. */
class SyncStepsTest {

  @TempDir Path folder;

  @Test
  void sends_the_rejects_that_break_the_limit_and_delivers_nothing_of_their_batch()
      throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("m.yaml"),
            """
            schema: classpath:lakeroute/customer.schema.yaml
            identifier: {column: mail, is: email}
            attributes: {age: {column: age}}
            """);
    MapRecords map = new MapRecords();
    map.setMapping("file:" + file);
    map.setChanges(true);
    map.setRejectValues("mask");
    SendRejects send = new SendRejects();
    send.setChannel("mock:rejects");
    LimitRejects limit = new LimitRejects();
    limit.setMaxRejects("0");
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:batch")
                  .errorHandler(noErrorHandler())
                  .process(map)
                  .process(send)
                  .process(limit)
                  .to("mock:target");
            }
          });
      camel.start();

      Exchange good = send(camel, Map.of("mail", "a", "age", 40L, "_change_type", "insert"));
      Exchange bad = send(camel, Map.of("mail", "b", "age", "65+", "_change_type", "insert"));

      assertThat(good.getException()).isNull();
      assertThat(bad.getException()).isInstanceOf(InvalidRowsException.class);
      assertThat(bad.getProperty("CamelDatabricksFailureReason")).isEqualTo("INVALID");
      MockEndpoint target = camel.getEndpoint("mock:target", MockEndpoint.class);
      assertThat(target.getExchanges())
          .singleElement()
          .satisfies(
              each ->
                  assertThat(each.getMessage().getBody(List.class))
                      .extracting("identifier")
                      .containsExactly("a"));
      MockEndpoint rejects = camel.getEndpoint("mock:rejects", MockEndpoint.class);
      assertThat(rejects.getExchanges())
          .singleElement()
          .satisfies(
              each ->
                  assertThat(each.getMessage().getBody(String.class))
                      .contains("\"field\":\"attributes.age\"")
                      .doesNotContain("65+", "\"b\""));
    }
  }

  private static Exchange send(DefaultCamelContext camel, Map<String, Object> row) {
    return camel
        .createProducerTemplate()
        .send("direct:batch", exchange -> exchange.getMessage().setBody(List.of(row)));
  }
}
