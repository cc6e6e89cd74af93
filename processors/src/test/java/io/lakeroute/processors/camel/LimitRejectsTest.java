// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.processors.mapping.InvalidRowsException;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitRejectsTest {

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final LimitRejects step = new LimitRejects();

  @AfterEach
  void close() throws IOException {
    step.stop();
    camel.close();
  }

  private void limit(String maxRejects) {
    step.setMaxRejects(maxRejects);
    step.start();
  }

  private Exchange batch(String run, long offset, long rows, long rejects) {
    Exchange exchange = new DefaultExchange(camel);
    exchange.getMessage().setHeader("CamelDatabricksRunKey", "t/sync/leads");
    exchange.getMessage().setHeader("CamelDatabricksRunId", run);
    exchange.getMessage().setHeader("CamelDatabricksBatchOffset", offset);
    exchange.setProperty("LakerouteReadRows", rows);
    exchange.setProperty("CamelDatabricksRejectedRows", rejects);
    return exchange;
  }

  @Test
  void ends_a_run_whose_batches_together_have_too_many_and_names_the_reason() {
    limit("100");
    step.process(batch("a", 5_000, 1_000, 60));
    Exchange second = batch("a", 6_000, 1_000, 41);

    assertThatThrownBy(() -> step.process(second))
        .isInstanceOf(InvalidRowsException.class)
        .hasMessage(
            "101 of 2000 rows of the run were rejected, and maxRejects=100 allows no more; the last"
                + " batch was not delivered. Look at the rejects, then correct the rows or the"
                + " mapping, or raise maxRejects.");
    assertThat(second.getProperty("CamelDatabricksFailureReason")).isEqualTo("INVALID");
  }

  @Test
  void counts_each_run_and_each_batch_of_it_once() {
    limit("100");
    step.process(batch("a", 0, 1_000, 60));
    step.process(batch("a", 0, 1_000, 60));

    Exchange next = batch("b", 1_000, 1_000, 60);
    step.process(next);

    assertThat(next.getProperty("CamelDatabricksFailureReason")).isNull();
  }

  @Test
  void counts_batches_that_do_not_say_where_they_are_one_behind_the_other() {
    limit("5%");
    for (int i = 0; i < 2; i++) {
      Exchange batch = batch("a", 0, 400, 21);
      batch.getMessage().removeHeader("CamelDatabricksBatchOffset");
      step.process(batch);
    }
    Exchange last = batch("a", 800, 200, 9);

    assertThatThrownBy(() -> step.process(last))
        .hasMessageStartingWith("51 of 1000 rows of the run were rejected, and maxRejects=5%");
  }

  @Test
  void lets_everything_pass_without_a_limit_or_a_mapping() {
    limit("");
    assertThatCode(() -> step.process(batch("a", 0, 10, 10))).doesNotThrowAnyException();

    step.stop();
    limit("0");
    Exchange unmapped = batch("a", 0, 10, 10);
    unmapped.removeProperty("LakerouteReadRows");
    assertThatCode(() -> step.process(unmapped)).doesNotThrowAnyException();
  }
}
