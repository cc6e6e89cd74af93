// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.processors.rest.RequestException;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadRequestTest {

  private static String id(
      String serverPath, String contextPath, Optional<String> mountedAt, String uri)
      throws Exception {
    try (var camel = new DefaultCamelContext();
        var step = new ReadRequest()) {
      Properties settings = new Properties();
      settings.setProperty("camel.server.path", serverPath);
      camel.getPropertiesComponent().setInitialProperties(settings);
      camel.getRestConfiguration().setContextPath(contextPath);
      step.setCamelContext(camel);
      step.setPath("/runs/{id}");
      mountedAt.ifPresent(step::setMountedAt);
      step.start();
      Exchange exchange = new DefaultExchange(camel);
      exchange.getMessage().setHeader(Exchange.HTTP_URI, uri);
      exchange.getMessage().setHeader(Exchange.HTTP_PATH, "/runs/normalized");
      exchange.getMessage().setHeader("id", "from an HTTP header");
      step.process(exchange);
      return exchange.getMessage().getHeader("id", String.class);
    }
  }

  @Test
  void reads_the_path_as_it_was_sent_without_its_query() throws Exception {
    assertThat(id("/", "", Optional.empty(), "/runs/a%2Fb?id=2&x=/y")).isEqualTo("a/b");
    assertThat(id("", "/", Optional.of("/"), "/runs/a?")).isEqualTo("a");
  }

  @Test
  void knows_the_prefix_that_camel_serves_it_under_and_takes_no_other() throws Exception {
    assertThat(id("/data/v1/", "", Optional.empty(), "/data/v1/runs/a")).isEqualTo("a");
    assertThat(id("/data", "v1", Optional.empty(), "/data/v1/runs/a")).isEqualTo("a");
    assertThat(id("/data", "v1", Optional.of("/other"), "/other/runs/a")).isEqualTo("a");
    for (String uri :
        new String[] {"/runs/a", "/v1/data/runs/a", "/data/runs/a", "/data/v1/x/runs/a"}) {
      assertThatThrownBy(() -> id("/data", "/v1", Optional.empty(), uri))
          .isInstanceOf(RequestException.class)
          .hasMessage("there is nothing at this path; the operation is at /data/v1/runs/{id}");
    }
  }

  @ParameterizedTest
  @CsvSource({"'', acme, true", "'', , false", "acme=a, acme, false"})
  void refuses_a_caller_with_a_tenant_where_the_flow_serves_none(
      String served, String callers, boolean refused) throws Exception {
    try (var camel = new DefaultCamelContext();
        var step = new ReadRequest()) {
      step.setCamelContext(camel);
      step.setPath("/runs");
      step.setTenants(served);
      step.start();
      Exchange exchange = new DefaultExchange(camel);
      exchange.getMessage().setHeader(Exchange.HTTP_URI, "/runs");
      exchange.setProperty("LakerouteTenant", callers);

      if (refused) {
        assertThatThrownBy(() -> step.process(exchange))
            .isInstanceOf(RequestException.class)
            .hasMessage("Callers have tenants, and this flow serves none");
      } else {
        step.process(exchange);
        assertThat(exchange.getMessage().getHeader("CamelDatabricksTenant")).isEqualTo(callers);
      }
    }
  }
}
