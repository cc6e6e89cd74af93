// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The profiles flow whole, without a cache: REST, Kamelet, component, local workspace. */
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProfilesTest {
  @TempDir private static Path folder;

  private final LocalWorkspace workspace;
  private Application application;

  ProfilesTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  void start() throws Exception {
    ProfileShop.fill(workspace);
    ProfileShop.write(workspace, folder);
    application = Application.start(ProfileShop.settings(workspace.access(), folder));
  }

  @AfterAll
  void stop() {
    application.close();
  }

  @Test
  void a_profile_has_attributes_segments_and_its_last_interactions() throws Exception {
    HttpResponse<String> reply = application.get("/profiles/5");

    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    assertThat(reply.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(reply.body().replaceFirst("\"asOf\":\"[^\"]+\"", "\"asOf\":\"\""))
        .isEqualTo(
            "{\"profile\":\"5\",\"model\":\"shop\",\"asOf\":\"\",\"source\":\"warehouse\","
                + "\"attributes\":{\"customers.tier\":\"silver\",\"customers.email\":\"c5@example.com\","
                + "\"customers.consent\":true,\"scores.bread\":null},"
                + "\"segments\":[{\"name\":\"buyers\",\"generation\":1},{\"name\":\"emails\",\"generation\":3}],"
                + "\"interactions\":["
                + "{\"type\":\"purchase\",\"timestamp\":\"2026-11-28T00:00:00Z\",\"source\":\"purchases\",\"attributes\":{\"value\":0.00}},"
                + "{\"type\":\"purchase\",\"timestamp\":\"2026-11-27T00:00:00Z\",\"source\":\"purchases\",\"attributes\":{\"value\":1.00}}]}");
  }

  @Tag("matrix")
  @Test
  void memberships_are_those_that_the_segments_count() throws Exception {
    JsonNode all = Rest.JSON.readTree(batch("{\"ids\":" + ids(20) + "}").body());
    Map<String, List<String>> members = new HashMap<>();
    for (JsonNode profile : all.path("profiles")) {
      for (JsonNode segment : profile.path("segments")) {
        members
            .computeIfAbsent(segment.path("name").asText(), name -> new ArrayList<>())
            .add(profile.path("profile").asText());
      }
    }

    assertThat(members.get("buyers"))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(2, 20).mapToObj(Integer::toString).toList());
    assertThat(members.get("emails")).containsExactly("1", "5", "9", "13", "17");
    assertThat(all.at("/profiles/11/attributes/scores.bread").asDouble()).isEqualTo(0.6);
    assertThat(profile(12).path("segments")).isEqualTo(all.at("/profiles/11/segments"));
  }

  @Test
  void an_id_without_a_profile_is_not_found() throws Exception {
    for (String id : new String[] {"99", "nobody", "5x", "-1"}) {
      HttpResponse<String> reply = application.get("/profiles/" + id);

      assertThat(reply.statusCode()).as(id).isEqualTo(404);
      assertThat(reply.body()).contains("There is no profile with that id").doesNotContain("5x");
    }
    assertThat(application.get("/profiles/%20").statusCode()).isEqualTo(400);
  }

  @Tag("matrix")
  @Test
  void a_batch_has_each_profile_once_and_says_which_ids_are_none() throws Exception {
    HttpResponse<String> reply = batch("{\"ids\":[\"7\",3,\"nobody\",99,\"7\",\"007\"]}");

    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    JsonNode answer = Rest.JSON.readTree(reply.body());
    assertThat(answer.path("profiles").findValuesAsText("profile")).containsExactly("7", "3");
    assertThat(answer.path("notFound").toString()).isEqualTo("[\"nobody\",\"99\"]");
    assertThat(answer.at("/profiles/1/segments").toString())
        .isEqualTo(profile(3).path("segments").toString());
    assertThat(answer.at("/profiles/0/interactions").isMissingNode()).isTrue();
  }

  @Tag("matrix")
  @Test
  void a_batch_of_a_hundred_is_one_statement() throws Exception {
    JsonNode answer = Rest.JSON.readTree(batch("{\"ids\":" + ids(100) + "}").body());

    assertThat(answer.path("profiles")).hasSize(20);
    assertThat(answer.path("notFound")).hasSize(80);
  }

  @Test
  void bad_requests_are_refused() throws Exception {
    for (String body :
        new String[] {
          "",
          "[]",
          "{}",
          "{\"ids\":[]}",
          "{\"ids\":\"7\"}",
          "{\"ids\":[true]}",
          "{\"ids\":[\"\"]}",
          "{\"ids\":[7],\"segments\":[]}",
          "{\"ids\":[" + "1,".repeat(100) + "1]}"
        }) {
      assertThat(batch(body).statusCode()).as(body).isEqualTo(400);
    }
    assertThat(application.get("/profiles/5?fields=all").statusCode()).isEqualTo(400);
    assertThat(
            Application.send(HttpRequest.newBuilder(application.url("/profiles/5"))).statusCode())
        .isEqualTo(401);
  }

  private static String ids(int count) {
    return IntStream.rangeClosed(1, count).boxed().toList().toString();
  }

  private JsonNode profile(int id) {
    try {
      return Rest.JSON.readTree(application.get("/profiles/" + id).body());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> batch(String body) {
    return application.post("/profiles/batch", body);
  }
}
