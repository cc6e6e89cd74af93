// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.rest;

import io.lakeroute.databricks.error.CallTimeoutException;
import io.lakeroute.databricks.error.UntrustedAddress;
import io.lakeroute.databricks.waiting.Alarm;
import io.lakeroute.databricks.waiting.Alarms;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;

/** One download. For one thread; aborting is safe from any other. */
public final class Download implements Closeable {

  private static final int OK = 200;

  private final CloseableHttpClient client;
  private final HttpGet request;
  private final Alarms alarms;
  private Optional<CloseableHttpResponse> response = Optional.empty();

  Download(CloseableHttpClient client, HttpGet request, Alarms alarms) {
    this.client = client;
    this.request = request;
    this.alarms = alarms;
  }

  /** Reads the body of a download. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(InputStream body) throws IOException;
  }

  /**
   * What a reader makes of the body.
   *
   * @param time for the whole download
   * @throws UntrustedAddress when the storage points elsewhere
   * @throws DownloadRefusedException when it answers with something else
   * @throws CallTimeoutException when it takes longer
   */
  public <T> T read(Duration time, Reader<T> reader) throws IOException {
    if (time.isZero()) {
      throw new CallTimeoutException(time);
    }
    try (Alarm alarm = Alarm.after(time, alarms, this::abort)) {
      try {
        return reader.read(open());
      } catch (IOException | RuntimeException e) {
        if (alarm.rang()) {
          throw new CallTimeoutException(time);
        }
        throw e;
      }
    }
  }

  private InputStream open() throws IOException {
    CloseableHttpResponse answer = client.execute(request);
    response = Optional.of(answer);
    int status = answer.getStatusLine().getStatusCode();
    if (status / 100 == 3) {
      Header location = answer.getFirstHeader("Location");
      throw UntrustedAddress.redirect(status, location == null ? "" : location.getValue());
    }
    HttpEntity entity = answer.getEntity();
    if (status != OK || entity == null) {
      throw new DownloadRefusedException(status);
    }
    return entity.getContent();
  }

  /** Name of the storage's host. */
  public String host() {
    return request.getURI().getHost();
  }

  /** Makes a read that is under way fail. */
  public void abort() {
    request.abort();
  }

  /** Drops the connection unless the body was read to its end. */
  @Override
  public void close() throws IOException {
    if (response.isPresent()) {
      response.get().close();
    }
  }
}
