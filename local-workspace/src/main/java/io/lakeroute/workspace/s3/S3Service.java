// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.s3;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.workspace.http.ApiException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The workspace's S3 server, if one was asked for; safe for threads. */
public final class S3Service implements AutoCloseable {

  /** Where clients read how to reach it. */
  public interface Publication {
    void publish(S3Access access) throws IOException;
  }

  private final Path folder;
  private final S3Keys keys;
  private final Publication publication;
  private Optional<S3Process> process = Optional.empty();
  private volatile Optional<S3Access> access = Optional.empty();

  /**
   * @param folder where objects are kept
   */
  public S3Service(Path folder, S3Keys keys, Publication publication) {
    this.folder = folder;
    this.keys = keys;
    this.publication = publication;
  }

  /**
   * Starts it without waiting, so that Spark can start meanwhile.
   *
   * @param port 0 takes any free one
   */
  public synchronized void launch(int port) throws IOException {
    process = Optional.of(S3Process.launch(folder, port, keys));
  }

  /** Waits for a server that was launched; otherwise does nothing. */
  public synchronized void await() throws IOException {
    if (process.isPresent() && access.isEmpty()) {
      var ready = process.get().await();
      publication.publish(ready);
      access = Optional.of(ready);
    }
  }

  /** Has it run on any free port, unless it runs already. */
  public synchronized void start() {
    try {
      if (process.isEmpty()) {
        launch(0);
      }
      await();
    } catch (IOException e) {
      throw new ApiException(
          503, "TEMPORARILY_UNAVAILABLE", "Cannot start the S3 server: " + e.getMessage());
    }
  }

  /** Empty where no server runs. */
  public Optional<S3Access> access() {
    return access;
  }

  /** What happens to the next requests that match it. */
  public void addFault(JsonNode fault) {
    running().addFault(fault);
  }

  public synchronized void clearFaults() {
    process.ifPresent(S3Process::clearFaults);
  }

  /** The last requests: method, path with query, status. */
  public JsonNode requests() {
    return running().requests();
  }

  public void clearRequests() {
    running().clearRequests();
  }

  private synchronized S3Process running() {
    return process.orElseThrow(
        () ->
            ApiException.notFound(
                "ENDPOINT_NOT_FOUND",
                "There is no S3 server; start the workspace with --s3-port."));
  }

  @Override
  public synchronized void close() throws IOException, InterruptedException {
    if (process.isPresent()) {
      process.get().close();
    }
  }
}
