// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.kamelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.DefaultRouteTemplateContext;
import org.apache.camel.model.RouteTemplateDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KameletChecksTest {

  private static final String ROWS = "CAMEL_KAMELET_DATABRICKS_TEST_ACTION_MAX_ROWS";

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final RouteTemplateDefinition template = new RouteTemplateDefinition();

  @BeforeEach
  void start() {
    Properties properties = new Properties();
    properties.put("camel.kamelet.databricks-test-action.lookup.maxRows", "5");
    context.getPropertiesComponent().setInitialProperties(properties);
    context.start();
    template.setId("databricks-test-action");
    template.templateParameter("maxRows", "1000");
    template.templateParameter("sql");
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @ParameterizedTest
  @ValueSource(strings = {"maxRows", "max-rows", "sql", "routeId", "noErrorHandler"})
  void a_property_is_accepted_as_declared_and_with_dashes(String name) {
    assertThatCode(() -> check(Map.of(name, "x"), Set.of())).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "maxrows",
        "MAXROWS",
        "MaxRows",
        "max-Rows",
        "Max-Rows",
        "MAX-ROWS",
        "max_rows",
        "MAX_ROWS",
        "m-axrows",
        "m-axRows",
        "max--rows",
        "-max-rows",
        "max-rows-",
        "-maxRows",
        "maxRows-"
      })
  void a_property_in_any_other_spelling_is_refused(String name) {
    assertThatThrownBy(() -> check(Map.of("sql", "SELECT 1", name, "2"), Set.of()))
        .hasMessage(
            "The Kamelet databricks-test-action has no property '%s'. Did you mean maxRows? It has: maxRows, sql."
                .formatted(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"maxRow", "lookup.maxRow", "other.maxRows", "NOT_MAX_ROWS"})
  void an_unknown_property_is_refused(String name) {
    assertThatThrownBy(() -> check(Map.of(name, "2"), Set.of(ROWS)))
        .hasMessage(
            "The Kamelet databricks-test-action has no property '%s'. It has: maxRows, sql."
                .formatted(name));
  }

  @Test
  void a_property_may_come_from_the_environment() {
    assertThatCode(() -> check(Map.of("MAX_ROWS", "2"), Set.of(ROWS))).doesNotThrowAnyException();
    assertThatCode(
            () ->
                check(
                    Map.of("MAXROWS", "2"), Set.of("CAMEL_KAMELET_DATABRICKS_TEST_ACTION_MAXROWS")))
        .doesNotThrowAnyException();
    assertThatCode(
            () ->
                check(
                    Map.of("LOOKUP_MAX_ROWS", "2"),
                    Set.of("CAMEL_KAMELET_DATABRICKS_TEST_ACTION_LOOKUP_MAX_ROWS")))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () ->
                check(
                    Map.of("MAX_ROW", "2"), Set.of("CAMEL_KAMELET_DATABRICKS_TEST_ACTION_MAX_ROW")))
        .hasMessage(
            "The Kamelet databricks-test-action has no property 'MAX_ROW'. It has: maxRows, sql.");
  }

  @Test
  void a_property_may_be_set_for_one_route_alone() {
    assertThatCode(() -> check(Map.of("lookup.maxRows", "5"), Set.of())).doesNotThrowAnyException();
  }

  @Test
  void route_templates_of_this_project_are_checked_too() throws Exception {
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            routeTemplate("lakeroute-test")
                .templateParameter("maxRows", "1000")
                .from("timer:{{maxRows}}")
                .to("mock:end");
            routeTemplate("my-test")
                .templateParameter("maxRows", "1000")
                .from("direct:{{maxRows}}")
                .to("mock:end");
          }
        });

    assertThatThrownBy(
            () -> context.addRouteFromTemplate("one", "lakeroute-test", Map.of("maxrows", "2")))
        .hasMessageContaining(
            "The route template lakeroute-test has no property 'maxrows'. Did you mean maxRows? It has: maxRows.");
    assertThat(context.addRouteFromTemplate("two", "my-test", Map.of("maxrows", "2")))
        .isEqualTo("two");
  }

  @Test
  void routes_that_are_made_before_the_start_are_checked_too() throws Exception {
    try (DefaultCamelContext early = new DefaultCamelContext()) {
      early.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              routeTemplate("lakeroute-early")
                  .templateParameter("maxRows", "1000")
                  .from("timer:{{maxRows}}")
                  .to("mock:end");
            }
          });
      early.addRouteFromTemplate("early", "lakeroute-early", Map.of("maxrows", "2"));

      assertThatThrownBy(early::start)
          .hasStackTraceContaining(
              "The route template lakeroute-early has no property 'maxrows'. Did you mean maxRows?");
    }
  }

  private void check(Map<String, Object> given, Set<String> environment) {
    DefaultRouteTemplateContext parameters = new DefaultRouteTemplateContext(context);
    given.forEach(parameters::setParameter);
    KameletChecks.check(template, parameters, environment);
  }
}
