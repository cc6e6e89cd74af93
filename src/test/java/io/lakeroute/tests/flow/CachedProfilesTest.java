// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.application.ManagedBeans;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import io.lakeroute.tests.workspace.SlowWarehouse;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.SynchronizationAdapter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Profiles that are kept for a short time, and forgotten when they have changed. */
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CachedProfilesTest {
  private static final String CHANGED = "direct:changed-profiles";

  @TempDir private static Path folder;

  private final LocalWorkspace workspace;
  private SlowWarehouse warehouse;
  private Application application;
  private ProducerTemplate changed;

  CachedProfilesTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  void start() throws Exception {
    ProfileShop.fill(workspace);
    ProfileShop.write(workspace, folder);
    warehouse = new SlowWarehouse(workspace.access(), Duration.ZERO);
    Map<String, String> settings = ProfileShop.settings(warehouse.inFront(), folder);
    settings.put("lakeroute.profiles.mappings", "");
    settings.put("lakeroute.profiles.cache", "true");
    settings.put("lakeroute.profiles.cacheTtl", "10m");
    settings.put("lakeroute.profiles.invalidations", CHANGED);
    application = Application.start(settings);
    changed = application.camelContext().createProducerTemplate();
  }

  @AfterAll
  void stop() {
    application.close();
    warehouse.close();
  }

  @BeforeEach
  void forgetAll() {
    changed.sendBody(CHANGED, null);
  }

  @Test
  void a_profile_is_read_once_and_then_answered_as_it_was_read() throws Exception {
    JsonNode first = profile(5);
    int sent = warehouse.arrived();
    JsonNode second = profile(5);

    assertThat(first.path("source").asText()).isEqualTo("warehouse");
    assertThat(second.path("source").asText()).isEqualTo("cache");
    assertThat(second.path("asOf")).isEqualTo(first.path("asOf"));
    assertThat(second.path("attributes")).isEqualTo(first.path("attributes"));
    assertThat(warehouse.arrived()).isEqualTo(sent);
  }

  @Test
  void however_many_wait_for_a_profile_it_is_read_once() throws Exception {
    int before = warehouse.arrived();
    List<CompletableFuture<JsonNode>> callers;
    try (AutoCloseable held = warehouse.hold()) {
      callers =
          IntStream.range(0, 20)
              .mapToObj(
                  caller ->
                      CompletableFuture.supplyAsync(
                          () -> profile(7), task -> new Thread(task).start()))
              .toList();
      Awaitility.await().until(() -> warehouse.arrived() > before && asking() == 20);
    }

    assertThat(callers)
        .extracting(CompletableFuture::join)
        .allSatisfy(answer -> assertThat(answer.path("profile").asText()).isEqualTo("7"));
    assertThat(warehouse.arrived()).isEqualTo(before + 1);
  }

  @Test
  void a_changed_profile_is_read_again_and_others_are_not() throws Exception {
    profile(5);
    profile(6);
    changed.sendBody(CHANGED, List.of(5L, "nobody"));

    assertThat(profile(5).path("source").asText()).isEqualTo("warehouse");
    assertThat(profile(6).path("source").asText()).isEqualTo("cache");

    for (Object six : List.of("6", " 6\n", 6.0, new BigDecimal("6.0000"))) {
      profile(6);
      changed.sendBody(CHANGED, six);
      assertThat(profile(6).path("source").asText()).as("%s", six).isEqualTo("warehouse");
    }
  }

  @Tag("matrix")
  @Test
  void what_was_read_while_it_changed_is_answered_and_not_kept() throws Exception {
    int before = warehouse.arrived();
    CompletableFuture<JsonNode> caller;
    try (AutoCloseable held = warehouse.hold()) {
      caller = CompletableFuture.supplyAsync(() -> profile(8));
      Awaitility.await().until(() -> warehouse.arrived() > before);
      changed.sendBody(CHANGED, 8);
    }

    assertThat(caller.join().path("profile").asText()).isEqualTo("8");
    assertThat(profile(8).path("source").asText()).isEqualTo("warehouse");
  }

  @Tag("matrix")
  @Test
  void a_message_that_names_nobody_forgets_all() {
    for (Object body : List.of(Map.of("id", 5), "[\"5\"]", "{\"id\":5}", "\"5\"")) {
      profile(5);

      assertThat(
              changed.send(CHANGED, exchange -> exchange.getMessage().setBody(body)).getException())
          .hasMessageContaining("must be an id or a list of ids");
      assertThat(profile(5).path("source").asText()).isEqualTo("warehouse");
    }
    changed.sendBody(CHANGED, " ");
    assertThat(profile(5).path("source").asText()).isEqualTo("warehouse");
  }

  @Tag("matrix")
  @Test
  void a_message_is_acknowledged_once_its_profiles_are_forgotten() {
    AtomicBoolean acknowledged = new AtomicBoolean();

    changed.send(
        CHANGED,
        exchange -> {
          exchange.getMessage().setBody(5);
          exchange
              .getExchangeExtension()
              .addOnCompletion(
                  new SynchronizationAdapter() {
                    @Override
                    public void onComplete(Exchange done) {
                      acknowledged.set(true);
                    }
                  });
        });

    assertThat(acknowledged).isTrue();
  }

  @Tag("matrix")
  @Test
  void a_route_that_tries_again_does_not_wait_for_itself() throws Exception {
    application
        .camelContext()
        .addRoutes(
            new RouteBuilder() {
              @Override
              public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(1).redeliveryDelay(0));
                from("direct:again")
                    .setHeader("id", constant("99"))
                    .to(
                        "kamelet:databricks-profile-action?cache=true&models=RAW("
                            + "file:"
                            + folder.toAbsolutePath()
                            + "/*.model.yaml)");
              }
            });

    assertThat(changed.send("direct:again", exchange -> {}).getException())
        .hasMessage("There is no profile with that id");
  }

  @Tag("matrix")
  @Test
  void unknown_ids_are_not_kept() {
    assertThat(application.get("/profiles/99").statusCode()).isEqualTo(404);
    int sent = warehouse.arrived();

    assertThat(application.get("/profiles/99").statusCode()).isEqualTo(404);
    assertThat(warehouse.arrived()).isEqualTo(sent + 1);
  }

  @Tag("matrix")
  @Test
  void a_batch_takes_from_the_cache_what_is_there() throws Exception {
    profile(5);

    HttpResponse<String> reply = application.post("/profiles/batch", "{\"ids\":[5,6]}");

    assertThat(Rest.JSON.readTree(reply.body()).path("profiles").findValuesAsText("source"))
        .containsExactly("cache", "warehouse");
    assertThat(profile(6).path("source").asText()).isEqualTo("cache");
  }

  @Tag("matrix")
  @Test
  void a_profile_of_a_batch_that_fails_is_asked_for_by_who_waits_for_it() throws Exception {
    CompletableFuture<HttpResponse<String>> batch;
    CompletableFuture<JsonNode> one;
    try (AutoCloseable held = warehouse.hold()) {
      int sent = warehouse.arrived();
      batch =
          CompletableFuture.supplyAsync(
              () -> application.post("/profiles/batch", "{\"ids\":[7,8]}"));
      Awaitility.await().until(() -> warehouse.arrived() > sent);
      warehouse.refuseNext();
      one = CompletableFuture.supplyAsync(() -> profile(7));
    }

    assertThat(batch.get().statusCode()).isNotEqualTo(200);
    assertThat(one.get().path("profile").asText()).isEqualTo("7");
  }

  @Test
  void nothing_of_a_profile_is_in_a_metric_or_a_managed_bean() throws Exception {
    profile(15);
    profile(15);
    String email = "c15@example.com";

    assertThat(
            Application.send(HttpRequest.newBuilder(application.managementUrl("/observe/metrics")))
                .body())
        .contains("camel")
        .doesNotContain(email, "/profiles/15");
    assertThat(ManagedBeans.text()).contains("type=Runtime").doesNotContain(email, "/profiles/15");
  }

  private int asking() {
    return application.camelContext().getInflightRepository().size("profile");
  }

  private JsonNode profile(int id) {
    HttpResponse<String> reply = application.get("/profiles/" + id);
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    assertThat(reply.headers().firstValue("Cache-Control")).contains("no-store");
    try {
      return Rest.JSON.readTree(reply.body());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
