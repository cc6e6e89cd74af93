// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.routes.Lakeroute;
import io.lakeroute.tests.workspace.Rest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The application's log in the form that LOG_FORMAT names. */
class JsonLogTest {

  @Test
  void json_is_one_object_a_line_with_the_stack_trace_in_it() throws Exception {
    String log = logged("json");

    assertThat(log.lines()).hasSize(1);
    JsonNode event = Rest.JSON.readTree(log);
    assertThat(event.path("level").asText()).isEqualTo("WARN");
    assertThat(event.path("loggerName").asText()).isEqualTo("io.lakeroute.a");
    assertThat(event.path("formattedMessage").asText()).isEqualTo("A \"text\" of\ntwo lines");
    assertThat(event.path("timestamp").asLong()).isPositive();
    assertThat(event.at("/throwable/message").asText()).isEqualTo("broken");
    assertThat(event.at("/throwable/stepArray")).isNotEmpty();
    assertThat(event.has("arguments")).as("said once, in the message").isFalse();
  }

  @Test
  void other_values_leave_lines_of_text() throws Exception {
    assertThat(logged("text")).contains(" WARN  io.lakeroute.a ").contains("\tat ");
  }

  private static String logged(String format) throws Exception {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    context.putProperty("LOG_FORMAT", format);
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(Lakeroute.class.getResource("/logback.xml"));
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    ((ConsoleAppender<?>) context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("console"))
        .setOutputStream(log);
    context
        .getLogger("io.lakeroute.a")
        .warn("A \"{}\" of\ntwo lines", "text", new IllegalStateException("broken"));
    context.stop();
    return log.toString(StandardCharsets.UTF_8);
  }
}
