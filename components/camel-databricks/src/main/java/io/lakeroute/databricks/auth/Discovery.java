// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.auth;

import com.databricks.sdk.core.ApiClient;
import com.databricks.sdk.core.DatabricksError;
import com.databricks.sdk.core.http.HttpClient;
import com.databricks.sdk.core.http.Request;
import com.databricks.sdk.core.oauth.OpenIDConnectEndpoints;
import com.databricks.sdk.core.retry.NoRetryStrategyPicker;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.profile.HostAddress;
import io.lakeroute.databricks.waiting.Repetition;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Finds a workspace's token endpoint, and takes none that is elsewhere; asks once. Thread-safe. */
final class Discovery {

  private static final String PATH = "/oidc/.well-known/oauth-authorization-server";

  private static final int NOT_FOUND = 404;

  private final String connection;
  private final HostAddress host;
  private final HttpClient http;
  private final TokenPlace place;
  private volatile String tokenUrl = "";

  Discovery(String connection, HostAddress host, HttpClient http) {
    this.connection = connection;
    this.host = host;
    this.http = http;
    this.place = new TokenPlace(connection, host);
  }

  HostAddress host() {
    return host;
  }

  String tokenUrl() {
    if (tokenUrl.isEmpty()) {
      tokenUrl = Repetition.of(this::find);
    }
    return tokenUrl;
  }

  private String find() {
    ApiClient api =
        new ApiClient.Builder()
            .withHttpClient(http)
            .withGetHostFunc(none -> host.url())
            .withRetryStrategyPicker(new NoRetryStrategyPicker())
            .build();
    String found;
    try {
      found =
          api.execute(new Request("GET", PATH), OpenIDConnectEndpoints.class).getTokenEndpoint();
    } catch (JsonProcessingException e) {
      throw noWorkspace();
    } catch (DatabricksError e) {
      throw e.getStatusCode() == NOT_FOUND ? noWorkspace() : e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (found == null) {
      throw noWorkspace();
    }
    return place.require(found);
  }

  private DatabricksException noWorkspace() {
    return new DatabricksException(
        Reason.CONFIGURATION,
        "Connection '"
            + connection
            + "': "
            + host
            + " answers, but not as a Databricks workspace does. Check the host; nothing secret was sent.");
  }
}
