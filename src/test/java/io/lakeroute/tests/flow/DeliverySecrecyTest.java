// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import io.lakeroute.tests.application.Receiver;
import io.lakeroute.tests.application.Receiver.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a delivery writes into the log when everything is turned up to TRACE. */
class DeliverySecrecyTest {

  private static final String CANARY = "canary";
  private static final String TOKEN = "the-token-of-crm";

  @TempDir private Path folder;

  @Test
  void no_level_of_logging_shows_a_row_an_answer_or_a_token() throws IOException {
    Lines lines = new Lines();
    lines.start();
    List<Logger> loggers =
        List.of("org.apache.camel", "io.lakeroute").stream()
            .map(name -> (Logger) LoggerFactory.getLogger(name))
            .toList();
    Map<Logger, Level> before = new HashMap<>();
    for (Logger each : loggers) {
      before.put(each, each.getLevel());
      each.setLevel(Level.TRACE);
      each.setAdditive(false);
      each.addAppender(lines);
    }
    List<String> failures;
    try (Receiver receiver = new Receiver()) {
      failures = deliver(receiver);
    } finally {
      for (Logger each : loggers) {
        each.setLevel(before.get(each));
        each.setAdditive(true);
        each.detachAppender(lines);
      }
    }

    assertThat(failures).hasSizeGreaterThan(3).noneMatch(DeliverySecrecyTest::shows);
    assertThat(lines.all).as("everything is turned up").anyMatch(line -> line.startsWith("TRACE"));
    assertThat(lines.all).noneMatch(DeliverySecrecyTest::shows);
  }

  private List<String> deliver(Receiver receiver) throws IOException {
    Path template =
        Files.writeString(
            folder.resolve("own.yaml"),
            """
            template: own
            batch: 4
            idempotent: false
            fields: {email: {from: email, normalize: email}}
            add: {method: POST, body: $records}
            success: {at: /code, equals: 0}
            codes: {at: /code, refused: [9]}
            """);
    Path token = Files.writeString(folder.resolve("token"), TOKEN);
    List<String> failures = new ArrayList<>();
    try (DeliveryRoutes routes =
        DeliveryRoutes.start(
            receiver,
            folder,
            Map.of("template", "file:" + template, "auth", "bearer", "tokenFile", token.toString()),
            Map.of("maximumRedeliveries", "1"))) {
      int index = 0;
      for (String body :
          List.of("{\"code\": 0}", "{\"code\": 9}", "{\"code\": \"" + CANARY + "\"}", CANARY)) {
        for (int status : new int[] {200, 302, 400, 401, 404, 429, 500}) {
          receiver.answer(
              new Answer(
                  status,
                  Map.of("Retry-After", CANARY, "Location", receiver.url() + "/" + CANARY),
                  body));
          Map<String, Object> bad = new HashMap<>();
          bad.put("email", CANARY);
          bad.put("binary", new byte[] {1});
          Exchange sent =
              routes.deliver(
                  List.of(bad, Map.of("email", CANARY + "@example.com")), "run", index++);
          if (sent.getException() != null) {
            failures.add(sent.getException().toString());
          }
        }
      }
      for (Object body :
          new Object[] {"{\"a\": " + CANARY, "[\"" + CANARY + "\"]", List.of(CANARY)}) {
        failures.add(routes.deliver(body, "run", index++).getException().toString());
      }
      assertThat(routes.rejects()).anyMatch(line -> line.contains(CANARY));
      assertThat(routes.unknown()).anyMatch(line -> line.contains(CANARY));
    }
    return failures;
  }

  private static boolean shows(String line) {
    return line.contains(CANARY) || line.contains(TOKEN);
  }

  /** All that is logged, with the messages of failures. */
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final List<String> all = new ArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      StringBuilder line = new StringBuilder(event.getLevel() + " " + event.getFormattedMessage());
      for (IThrowableProxy each = event.getThrowableProxy(); each != null; each = each.getCause()) {
        line.append('\n').append(each.getMessage());
      }
      all.add(line.toString());
    }
  }
}
