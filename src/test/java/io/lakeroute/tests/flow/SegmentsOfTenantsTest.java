// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Segments of a service with tenants: each is asked through the tenant's own connection. */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
class SegmentsOfTenantsTest {
  @TempDir private Path folder;

  @BeforeAll
  static void fill(LocalWorkspace workspace) {
    SegmentShop.fill(workspace);
  }

  @Test
  void a_tenant_is_asked_through_its_connection(LocalWorkspace workspace) throws Exception {
    SegmentShop.write(workspace, folder);
    Map<String, String> settings = SegmentShop.settings(workspace, folder);
    settings.put("lakeroute.segments.tenants", "acme=default");
    settings.put("lakeroute.rest.tenants", "test=acme");

    try (Application application = Application.start(settings)) {
      for (String action : new String[] {"count", "preview", "explain"}) {
        HttpResponse<String> reply =
            application.post("/segments/" + action, "{\"segment\":\"emailable\"}");

        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        assertThat(Rest.JSON.readTree(reply.body()).path("count").asInt()).isEqualTo(5);
      }
    }
  }

  @Test
  void a_tenant_puts_segments_into_its_own_schema_only(LocalWorkspace workspace) throws Exception {
    SegmentShop.write(workspace, folder);
    String tenant = workspace.access().schema();
    Map<String, String> settings = SegmentShop.settings(workspace, folder);
    settings.put("databricks.connections.default.writeBack", "true");
    settings.put("lakeroute.segments.tenants", tenant + "=default,other=default");
    settings.put("lakeroute.segments.writeBack", "true");
    settings.put("lakeroute.segments.materializeIn", workspace.access().catalog() + ".{tenant}");

    settings.put("lakeroute.rest.tenants", "test=" + tenant);
    try (Application application = Application.start(settings)) {
      HttpResponse<String> reply = materialize(application, workspace.name("agreed"));
      assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
      assertThat(Rest.JSON.readTree(reply.body()).path("rows").asInt()).isEqualTo(5);
    }
    settings.put("lakeroute.rest.tenants", "test=other");
    try (Application application = Application.start(settings)) {
      assertThat(materialize(application, workspace.name("agreed")).statusCode()).isEqualTo(403);
    }
  }

  private static HttpResponse<String> materialize(Application application, String table) {
    return Application.send(
        application
            .request("/segments/materialize")
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"segment\":\"emailable\",\"table\":\"%s\"}".formatted(table))));
  }
}
