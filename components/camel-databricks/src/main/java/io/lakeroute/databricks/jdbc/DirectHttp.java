// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.jdbc;

import com.databricks.internal.apache.hc.core5.concurrent.FutureCallback;
import com.databricks.internal.apache.hc.core5.http.nio.AsyncRequestProducer;
import com.databricks.internal.apache.hc.core5.http.nio.AsyncResponseConsumer;
import com.databricks.internal.apache.http.Header;
import com.databricks.internal.apache.http.client.methods.CloseableHttpResponse;
import com.databricks.internal.apache.http.client.methods.HttpUriRequest;
import com.databricks.internal.apache.http.client.params.ClientPNames;
import com.databricks.jdbc.dbclient.IDatabricksHttpClient;
import com.databricks.jdbc.dbclient.impl.http.DatabricksHttpClient;
import com.databricks.jdbc.exception.DatabricksHttpException;
import com.databricks.jdbc.model.telemetry.enums.DatabricksDriverErrorCode;
import io.lakeroute.databricks.error.UntrustedAddress;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The driver's client for Thrift and for links to results, which stays where it is sent.
 * Thread-safe.
 */
final class DirectHttp implements IDatabricksHttpClient, Closeable {

  private final DatabricksHttpClient original;
  private final boolean plainLinks;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param plainLinks whether requests without TLS are let through
   */
  DirectHttp(DatabricksHttpClient original, boolean plainLinks) {
    this.original = original;
    this.plainLinks = plainLinks;
  }

  @Override
  public CloseableHttpResponse execute(HttpUriRequest request) throws DatabricksHttpException {
    return execute(request, false);
  }

  @Override
  @SuppressWarnings("deprecation") // A configuration of the request's own would drop all timeouts.
  public CloseableHttpResponse execute(HttpUriRequest request, boolean gzip)
      throws DatabricksHttpException {
    if (!plainLinks && !"https".equalsIgnoreCase(request.getURI().getScheme())) {
      throw refused(UntrustedAddress.plainLink(request.getURI().toString()));
    }
    request.getParams().setParameter(ClientPNames.HANDLE_REDIRECTS, false);
    CloseableHttpResponse response = original.execute(request, gzip);
    int status = response.getStatusLine().getStatusCode();
    if (status / 100 != 3) {
      return response;
    }
    Header location = response.getFirstHeader("Location");
    try (response) {
      throw refused(UntrustedAddress.redirect(status, location == null ? "" : location.getValue()));
    } catch (IOException e) {
      throw refused(e);
    }
  }

  private static DatabricksHttpException refused(IOException cause) {
    return new DatabricksHttpException(
        cause.getMessage(), cause, DatabricksDriverErrorCode.INVALID_STATE);
  }

  /** Only for files in volumes, which the driver moves for nobody here. */
  @Override
  public <T> Future<T> executeAsync(
      AsyncRequestProducer producer,
      AsyncResponseConsumer<T> consumer,
      FutureCallback<T> callback) {
    throw new UnsupportedOperationException("Sessions move no files");
  }

  /** The driver closes only clients of its own class. */
  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      original.close();
    }
  }
}
