// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * No Kamelet shows a secret in any place where Camel shows itself, whatever characters the secret
 * has, and though the server that refuses it repeats it.
 */
@Tag("matrix")
class KameletSecrecyTest {

  /** What is shown where the token is refused, and where all else is. */
  @ParameterizedTest(name = "the server issues tokens: {0}")
  @CsvSource({"false, HTTP 401", "true, HTTP 403"})
  void no_place_shows_a_secret(boolean issuesTokens, String refusal, @TempDir Path folder)
      throws Exception {
    try (HostileWorkspace server = new HostileWorkspace(issuesTokens);
        Shown shown = new Shown();
        SecretKamelets kamelets = new SecretKamelets(server, folder)) {
      kamelets.start().forEach(shown::failed);
      kamelets.send().forEach(shown::failed);
      awaitRuns(shown);
      shown.ask(kamelets.camel());

      assertThat(found(shown.texts())).isEmpty();
      assertThat(shown.text("failure")).contains(refusal);
      assertThat(shown.text("health")).contains(refusal, "DOWN");
      for (String place : List.of("log", "consoles", "beans")) {
        assertThat(shown.text(place)).contains(SecretKamelets.names());
      }
      assertThat(shown.text("log")).contains("TRACE", refusal);
    }
  }

  @Test
  void every_kamelet_is_among_them() {
    assertThat(SecretKamelets.names())
        .containsExactlyInAnyOrderElementsOf(
            KameletTexts.all().stream().map(KameletTexts::name).toList());
  }

  @Test
  void every_place_is_looked_into() throws Exception {
    try (DefaultCamelContext camel = SecretKamelets.managed(context -> {});
        Shown shown = new Shown()) {
      HostileTexts.load(
          camel, "- route: {id: hush, from: {uri: 'direct:hush', steps: [{log: text}]}}");
      shown.failed(new IllegalStateException("AKIA-HUSH"));
      shown.ask(camel);

      assertThat(found(shown.texts())).containsOnlyKeys("log", "failure", "consoles", "beans");
    }
  }

  /** Of the sources that start; what one of segments asks first is refused already. */
  private static void awaitRuns(Shown shown) {
    for (String connection : SecretKamelets.CONNECTIONS) {
      for (String flow : List.of("sync", "snapshot")) {
        Pattern ended = Pattern.compile(connection + "/" + flow + "/\\S+ run \\S+ FAILED");
        Awaitility.await(connection + "/" + flow)
            .atMost(Duration.ofMinutes(1))
            .until(() -> ended.matcher(shown.text("log")).find());
      }
    }
  }

  /** Each place that shows a secret, with the first line that does. */
  private static Map<String, String> found(Map<String, StringBuffer> texts) {
    String basic = SecretKamelets.ID + ":" + SecretKamelets.SECRET;
    Pattern secret =
        Pattern.compile(
            "(?i)hush|aHVzaGh1c2|"
                + Pattern.quote(
                    Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8))));
    Map<String, String> found = new LinkedHashMap<>();
    texts.forEach(
        (place, text) ->
            text.toString()
                .lines()
                .filter(line -> secret.matcher(line).find())
                .findFirst()
                .ifPresent(line -> found.put(place, line)));
    return found;
  }
}
