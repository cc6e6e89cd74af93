// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.Rest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A caller of the interactions flow, with valid credentials; safe for threads. */
record Caller(Application application) {

  /** Asks with valid credentials. */
  Rest.Reply ask(String path) {
    HttpResponse<String> response = application.get(path);
    return new Rest.Reply(
        response.statusCode(),
        response.headers(),
        response.body().getBytes(StandardCharsets.UTF_8));
  }

  JsonNode get(String path) {
    var reply = ask(path);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  /** The interactions of every page from this one on. */
  List<String> pages(String path) {
    List<String> all = new ArrayList<>();
    String next = "";
    do {
      JsonNode page =
          get(
              next.isEmpty()
                  ? path
                  : path.replaceFirst("&cursor=.*", "") + "&cursor=" + Rest.encode(next));
      all.addAll(interactions(page));
      next = page.path("next").asText("");
    } while (!next.isEmpty());
    return all;
  }

  static List<String> interactions(JsonNode page) {
    List<String> all = new ArrayList<>();
    page.path("interactions").forEach(interaction -> all.add(interaction.toString()));
    return all;
  }
}
