// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.service.sql.ExternalLink;
import io.lakeroute.databricks.connection.Workers;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.profile.Compute;
import io.lakeroute.databricks.profile.ConnectionProfile;
import io.lakeroute.databricks.profile.Credentials;
import io.lakeroute.databricks.profile.HostAddress;
import io.lakeroute.databricks.profile.Secret;
import io.lakeroute.databricks.rest.LinkHttp;
import io.lakeroute.databricks.rest.Recorder;
import io.lakeroute.databricks.statement.read.LinksUnusableException.Obstacle;
import io.lakeroute.databricks.waiting.StatementGate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows are fetched from where a link says, with TLS where the connection has it, or not at all. */
class UntrustedLinkTest {

  private final Recorder workspace = new Recorder();
  private final Recorder storage = new Recorder();
  private final Recorder elsewhere = new Recorder();
  private final Workers workers = new Workers(new DefaultCamelContext());

  @AfterEach
  void stop() {
    workers.close();
    workspace.close();
    storage.close();
    elsewhere.close();
  }

  @Test
  void a_first_link_that_redirects_is_given_up_for_the_driver() {
    storage.redirects("GET /chunk", 302, elsewhere.url() + "/chunk?sig=hush");

    assertThatThrownBy(() -> loader(workspace.url()).load(0))
        .isInstanceOfSatisfying(
            LinksUnusableException.class, e -> assertThat(e.obstacle()).isEqualTo(Obstacle.STORAGE))
        .hasMessage(
            "the storage at 127.0.0.1 answers with a redirect to "
                + elsewhere.url()
                + " (HTTP 302), which is not followed. Check host and proxy.*, and restart");
    assertThat(storage.received()).containsExactly("GET /chunk");
    assertThat(elsewhere.received()).isEmpty();
  }

  @Test
  void a_first_link_without_tls_is_given_up_for_the_driver() {
    assertThatThrownBy(() -> loader("https://workspace.example").load(0))
        .isInstanceOfSatisfying(
            LinksUnusableException.class, e -> assertThat(e.obstacle()).isEqualTo(Obstacle.STORAGE))
        .hasMessage(
            "the workspace names a link to "
                + storage.url()
                + ", which is not https and therefore not fetched. Check host and proxy.*, and restart");
    assertThat(storage.received()).isEmpty();
  }

  @Test
  void a_later_link_without_tls_ends_the_result() {
    workspace.answers(
        "GET /api/2.0/sql/statements/01f0-1/result/chunks/1",
        "{\"external_links\":[{\"chunk_index\":1,\"external_link\":\"" + link() + "\"}]}");

    assertThatThrownBy(() -> loader("https://workspace.example").load(1))
        .isInstanceOfSatisfying(
            DatabricksException.class,
            e -> assertThat(e.getReason()).isEqualTo(Reason.CONFIGURATION))
        .hasMessage(
            "Cannot fetch part 2 of 2 of the result on connection 'acme': the workspace names a link to "
                + storage.url()
                + ", which is not https and therefore not fetched. Check host and proxy.*.");
    assertThat(storage.received()).isEmpty();
  }

  private String link() {
    return storage.url() + "/chunk?sig=hush";
  }

  /**
   * @param host of the connection whose links these are
   */
  private ChunkLoader loader(String host) {
    var connection =
        new WorkspaceConnection(profile(workspace.url()), new StatementGate("w1", 1), workers);
    ExternalLink first = new ExternalLink().setChunkIndex(0L).setExternalLink(link());
    return new ChunkLoader(
        new StatementClient(connection.api(), connection.rest()),
        new LinkHttp(profile(host), workers::after),
        new LinkedStatement(
            connection.toString(), "01f0-1", List.of(), 2, 2, false, Optional.of(first)),
        Duration.ofMinutes(1));
  }

  private static ConnectionProfile profile(String host) {
    return ConnectionProfile.of(
        "acme",
        HostAddress.parse(host),
        new Compute.SqlWarehouse("w1"),
        new Credentials.PersonalAccessToken(Secret.of("hush")));
  }
}
