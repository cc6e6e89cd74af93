// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class CollectDeliveriesTest {

  private final CamelContext context = new DefaultCamelContext();

  private Exchange part(String said, long rejected, String arm) {
    Exchange part = new DefaultExchange(context);
    part.setProperty("CamelDatabricksShortfall", said);
    part.setProperty("CamelDatabricksRejectedRows", rejected);
    part.setProperty("CamelDatabricksIgnoredRows", 3L);
    part.setProperty("CamelDatabricksDetails", Map.of(arm, rejected));
    part.setProperty("CamelLakerouteWholeRun", arm.equals("b"));
    part.getMessage().setHeader("CamelLakerouteArm", arm);
    part.getMessage().setBody("part");
    return part;
  }

  @Test
  void adds_up_rows_and_has_each_sentence_once() {
    Exchange before = part("Said before.", 1, "none");
    before.getMessage().setBody("batch");
    CollectDeliveries collect = new CollectDeliveries();

    Exchange all = collect.aggregate(null, part("Said before. Of a.", 3, "a"), before);
    all = collect.aggregate(all, part("Said before. Of b.", 2, "b"), before);
    all = collect.aggregate(all, part("Said before. Of b.", 1, "c"), before);

    assertThat(all.getProperty("CamelDatabricksShortfall")).isEqualTo("Said before. Of a. Of b.");
    assertThat(all.getProperty("CamelDatabricksRejectedRows")).isEqualTo(4L);
    assertThat(all.getProperty("CamelDatabricksIgnoredRows")).isEqualTo(3L);
    assertThat(all.getProperty("CamelDatabricksDetails"))
        .isEqualTo(Map.of("a", 3L, "b", 2L, "c", 1L));
    assertThat(WholeRuns.of(all)).containsExactly("b");
    assertThat(all.getMessage().getBody()).isEqualTo("batch");
  }
}
