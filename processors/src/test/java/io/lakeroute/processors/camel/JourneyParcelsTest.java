// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.processors.delivery.http.DeliveryCount;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class JourneyParcelsTest {

  @Test
  void a_person_whom_one_arm_does_not_remove_and_another_rejects_is_rejected() {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.getMessage().setHeader("CamelDatabricksBatchRows", 4L);
    exchange.setProperty("CamelDatabricksFilteredRows", 1L);
    exchange.setProperty("CamelDatabricksIgnoredRows", 1L);
    exchange.setProperty("LakerouteUnchangedRows", 1L);
    exchange.setProperty("CamelDatabricksRejectedRows", 1L);
    new DeliveryNotes("mail").add(exchange, DeliveryCount.ofNotRemoved(2));

    JourneyParcels.count(exchange);

    assertThat(exchange.getProperty("CamelDatabricksRejectedRows")).isEqualTo(1L);
    assertThat(exchange.getProperty("CamelDatabricksIgnoredRows")).isEqualTo(2L);
  }
}
