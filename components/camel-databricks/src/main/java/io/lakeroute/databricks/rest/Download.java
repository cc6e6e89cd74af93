package io.lakeroute.databricks.rest;

import io.lakeroute.databricks.error.UntrustedAddress;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
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
  private Optional<CloseableHttpResponse> response = Optional.empty();

  Download(CloseableHttpClient client, HttpGet request) {
    this.client = client;
    this.request = request;
  }

  /**
   * The bytes as they come.
   *
   * @throws UntrustedAddress when the storage points elsewhere
   * @throws DownloadRefusedException when it answers with something else
   */
  public InputStream open() throws IOException {
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
