// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.change;

import com.databricks.sdk.core.ApiClient;
import com.databricks.sdk.core.DatabricksError;
import com.databricks.sdk.core.UserAgent;
import com.databricks.sdk.core.error.ApiErrors;
import com.databricks.sdk.core.http.HttpClient;
import com.databricks.sdk.core.http.Request;
import com.databricks.sdk.core.http.Response;
import com.databricks.sdk.service.sql.ExecuteStatementRequest;
import com.databricks.sdk.service.sql.StatementResponse;
import io.lakeroute.databricks.auth.AccessToken;
import io.lakeroute.databricks.error.RefusedForNow;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.http.conn.ConnectTimeoutException;

/**
 * Posts a statement once and says what is known about it. Thread-safe.
 *
 * <p>It goes past the driver on purpose, which sends an INSERT again after 429 and 503 whatever its
 * options say; and past the SDK's own execution, which would log values.
 */
final class Submission {

  private static final String PATH = "/api/2.0/sql/statements";

  private final ApiClient api;
  private final HttpClient http;
  private final String url;

  Submission(ApiClient api, String host) {
    this.api = api;
    this.http = api.getHttpClient();
    this.url = host + PATH;
  }

  /** What is known once the call has come back. */
  sealed interface Reply {
    /** It was taken on; the response says how far it is. */
    record Accepted(StatementResponse response) implements Reply {}

    /** It never ran. */
    record Refused(Exception failure) implements Reply {}

    /** It may have run, or be running. */
    record Lost(Exception failure, Duration retryAfter) implements Reply {}
  }

  Reply send(ExecuteStatementRequest statement, AccessToken token) {
    try {
      Response response =
          http.execute(
              new Request(Request.POST, url, api.serialize(statement))
                  .withHeader("Authorization", "Bearer " + token.value())
                  .withHeader("Accept", "application/json")
                  .withHeader("Content-Type", "application/json")
                  .withHeader("User-Agent", UserAgent.asString()));
      if (response.getStatusCode() / 100 == 2) {
        return new Reply.Accepted(api.deserialize(response, StatementResponse.class));
      }
      return failed(ApiErrors.getDatabricksError(response));
    } catch (RefusedForNow e) {
      // 429 and 503 tell less than they say: a proxy may answer so after it has passed the call on.
      return new Reply.Lost(e, Duration.ofSeconds(e.retryAfterSeconds()));
    } catch (IOException e) {
      return neverSent(e) ? new Reply.Refused(e) : new Reply.Lost(e, Duration.ZERO);
    }
  }

  private static Reply failed(DatabricksError error) {
    int status = error.getStatusCode();
    return status >= 400 && status < 500 && status != 408
        ? new Reply.Refused(error)
        : new Reply.Lost(error, Duration.ZERO);
  }

  private static boolean neverSent(IOException failure) {
    return failure instanceof ConnectException
        || failure instanceof ConnectTimeoutException
        || failure instanceof NoRouteToHostException
        || failure instanceof UnknownHostException
        || failure instanceof SSLHandshakeException
        || failure instanceof SSLPeerUnverifiedException;
  }
}
