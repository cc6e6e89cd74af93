// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.processors.journey.Dealt.Remembered;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A batch is split by arm, and one of its arms fails. */
class DeliveredArmsTest {

  private static final List<Remembered> STATE =
      List.of(
          person("in mail", "mail"),
          person("in ads", "ads"),
          person("from mail to ads", "mail", "ads"),
          person("held out"),
          person("in a file", "file"));

  private static Remembered person(String who, String... arms) {
    return new Remembered(Map.of("customer", who), Set.of(arms));
  }

  private static List<Message> parts(Exchange batch) {
    return List.of("remove mail", "remove ads", "add mail", "add file", "add ads").stream()
        .<Message>map(
            name -> {
              Message part = new DefaultMessage(batch.getContext());
              part.setHeader("CamelLakerouteChange", name.split(" ")[0]);
              part.setHeader("CamelLakerouteArm", name.split(" ")[1]);
              part.setBody(name);
              return part;
            })
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          remove ads | ''
          add mail   | ''
          add ads    | in mail, held out
          none       | ''
          """)
  void remembers_those_of_whom_all_arms_have_heard(String failing, String remembered)
      throws Exception {
    List<Object> rows = new ArrayList<>();
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              errorHandler(noErrorHandler());
              from("direct:batch")
                  // As in a Kamelet, which has an exchange of its own.
                  .process(
                      batch -> {
                        Exchange own = new DefaultExchange(batch);
                        DeliveredArms.begin(
                            own, STATE, some -> some.forEach(row -> rows.add(row.get("customer"))));
                        batch.getProperties().putAll(own.getProperties());
                        batch.getMessage().setBody(parts(batch));
                      })
                  .split(simple("${body}"), new CollectDeliveries())
                  .stopOnException()
                  .to("direct:arm");
              from("direct:arm")
                  .process(
                      part -> {
                        String name = part.getMessage().getBody(String.class);
                        part.setProperty("CamelLakerouteWholeRun", name.endsWith("file"));
                        if (name.equals(failing)) {
                          throw new IllegalStateException("the arm is out of order");
                        }
                      });
            }
          });
      context.start();
      Exchange batch = context.createProducerTemplate().send("direct:batch", any -> {});

      assertThat(batch.isFailed()).isEqualTo(!failing.equals("none"));
    }
    assertThat(String.join(", ", rows.stream().map(String::valueOf).toList()))
        .isEqualTo(remembered);
  }
}
