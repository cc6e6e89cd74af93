// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.workspace.OAuth;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Secrets of the service principal: what their rotation creates, proves and deletes. */
interface SecretChecks extends Checks {

  @Test
  default void a_new_secret_gets_tokens_beside_the_old_one_until_it_is_deleted() {
    var made = create("600s");
    String id = made.path("id").asText();
    try {
      assertThat(tokenStatus(made.path("secret").asText())).isEqualTo(200);
      assertThat(tokenStatus(workspace().clientSecret())).isEqualTo(200);
      assertThat(ids()).contains(id);
    } finally {
      rest().delete(URI.create(secrets() + "/" + id));
    }

    assertThat(ids()).doesNotContain(id);
    assertThat(tokenStatus(made.path("secret").asText())).isEqualTo(401);
    assertThat(tokenStatus(workspace().clientSecret())).isEqualTo(200);
  }

  @Test
  default void a_secret_is_shown_once_and_says_when_it_ends() {
    var made = create("600s");
    try {
      var listed = rest().get(secrets());

      assertThat(made.path("secret").asText()).isNotEmpty();
      assertThat(Instant.parse(made.path("expire_time").asText()))
          .isBetween(Instant.now().plusSeconds(300), Instant.now().plusSeconds(900));
      assertThat(listed.text())
          .contains(made.path("id").asText())
          .doesNotContain(made.path("secret").asText());
    } finally {
      rest().delete(URI.create(secrets() + "/" + made.path("id").asText()));
    }
  }

  private JsonNode create(String lifetime) {
    var reply = rest().post(secrets(), Map.of("lifetime", lifetime));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private List<String> ids() {
    List<String> ids = new ArrayList<>();
    rest().get(secrets()).json().path("secrets").forEach(s -> ids.add(s.path("id").asText()));
    return ids;
  }

  private int tokenStatus(String secret) {
    return OAuth.request(workspace(), workspace().clientId(), secret).status();
  }

  private URI secrets() {
    String id =
        rest().get(workspace().url("/api/2.0/preview/scim/v2/Me")).json().path("id").asText();
    return workspace()
        .url("/api/2.0/accounts/servicePrincipals/%s/credentials/secrets".formatted(id));
  }
}
