// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class DescribeFailureTest {

  @Test
  void a_failure_that_camel_wrapped_keeps_its_reason() {
    Exchange exchange = failed(new DatabricksException(Reason.FORBIDDEN, "No grant."));

    assertThat(exchange.getProperty("LakerouteProblemReason")).isEqualTo("FORBIDDEN");
  }

  @Test
  void of_any_other_failure_nothing_is_said() {
    Exchange exchange = failed(new IllegalStateException("a defect"));

    assertThat(exchange.getProperty("LakerouteProblemReason")).isNull();
  }

  private static Exchange failed(Exception cause) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new RuntimeCamelException(cause));
    new DescribeFailure().process(exchange);
    return exchange;
  }
}
