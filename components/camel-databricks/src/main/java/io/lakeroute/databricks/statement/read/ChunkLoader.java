// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

import com.databricks.sdk.service.sql.ExternalLink;
import io.lakeroute.databricks.arrow.ArrowChunk;
import io.lakeroute.databricks.arrow.ArrowFormatException;
import io.lakeroute.databricks.arrow.UnsupportedArrowException;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.error.UntrustedAddress;
import io.lakeroute.databricks.rest.Download;
import io.lakeroute.databricks.rest.DownloadRefusedException;
import io.lakeroute.databricks.rest.LinkHttp;
import io.lakeroute.databricks.statement.read.LinksUnusableException.Obstacle;
import io.lakeroute.databricks.waiting.Pause;
import io.lakeroute.databricks.waiting.TimeLimit;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Fetches the chunks of one result: each as a whole and checked, with another link where one has
 * expired or a download broke off. Thread-safe.
 */
final class ChunkLoader {

  /** Pauses before the second and later attempts. */
  private static final List<Duration> PAUSES =
      List.of(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(3));

  private final StatementClient client;
  private final LinkHttp http;
  private final LinkedStatement statement;
  private final Duration time;
  private final Set<Download> underway = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param time for each chunk, with all attempts at it
   */
  ChunkLoader(StatementClient client, LinkHttp http, LinkedStatement statement, Duration time) {
    this.client = client;
    this.http = http;
    this.statement = statement;
    this.time = time;
  }

  /**
   * A chunk of the result.
   *
   * @throws LinksUnusableException when it is the first, and is not let through or not understood
   */
  ArrowChunk load(long index) {
    try (TimeLimit limit = TimeLimit.within(time)) {
      return attempts(index);
    }
  }

  private ArrowChunk attempts(long index) {
    Optional<ExternalLink> given = index == 0 ? statement.firstLink() : Optional.empty();
    for (int attempt = 0; ; attempt++) {
      requireOpen();
      ExternalLink link =
          given.filter(ChunkLoader::fresh).orElseGet(() -> client.link(statement.id(), index));
      given = Optional.empty();
      Download download = download(index, link);
      try {
        return read(download, link);
      } catch (UntrustedAddress e) {
        throw untrusted(index, "the storage at " + download.host(), e);
      } catch (UnsupportedArrowException e) {
        throw unreadable(index, e);
      } catch (IOException e) {
        if (attempt == PAUSES.size() || TimeLimit.left(time).compareTo(PAUSES.get(attempt)) <= 0) {
          throw failure(index, download.host(), e);
        }
        pause(PAUSES.get(attempt));
      }
    }
  }

  private Download download(long index, ExternalLink link) {
    try {
      return http.download(link.getExternalLink(), headers(link));
    } catch (UntrustedAddress e) {
      throw untrusted(index, "the workspace", e);
    }
  }

  private ArrowChunk read(Download download, ExternalLink link) throws IOException {
    underway.add(download);
    try (download) {
      requireOpen();
      ArrowChunk chunk =
          download.read(TimeLimit.left(time), body -> ArrowChunk.read(body, statement.columns()));
      if (link.getRowCount() != null && link.getRowCount() != chunk.rows()) {
        throw new ArrowFormatException(
            "A part of the result has " + chunk.rows() + " of " + link.getRowCount() + " rows");
      }
      return chunk;
    } finally {
      underway.remove(download);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new CancellationException("The rows are closed");
    }
  }

  private static boolean fresh(ExternalLink link) {
    return link.getExpiration() == null
        || Instant.parse(link.getExpiration()).isAfter(Instant.now());
  }

  private static Map<String, String> headers(ExternalLink link) {
    return link.getHttpHeaders() == null ? Map.of() : link.getHttpHeaders();
  }

  private void pause(Duration time) {
    if (!closed && !Pause.of(time)) {
      throw new CancellationException("Interrupted");
    }
  }

  private RuntimeException failure(long index, String host, IOException cause) {
    String why =
        cause instanceof DownloadRefusedException refused ? " (HTTP " + refused.status() + ")" : "";
    if (index == 0 && unreachable(cause)) {
      return new LinksUnusableException(
          Obstacle.STORAGE,
          "the storage at "
              + host
              + " cannot be reached"
              + why
              + ". Open the way to it (firewall, proxy.*, trustStore) and restart",
          cause);
    }
    return ErrorClassifier.failure(part(index) + " from " + host + why, cause);
  }

  /** Another link would be no better. */
  private RuntimeException untrusted(long index, String who, UntrustedAddress cause) {
    String why = who + " " + cause.getMessage() + ". Check host and proxy.*";
    return index == 0
        ? new LinksUnusableException(Obstacle.STORAGE, why + ", and restart", cause)
        : new DatabricksException(Reason.CONFIGURATION, part(index) + ": " + why + ".");
  }

  private String part(long index) {
    return "Cannot fetch part "
        + (index + 1)
        + " of "
        + statement.chunks()
        + " of the result on "
        + statement.connection();
  }

  private RuntimeException unreadable(long index, UnsupportedArrowException cause) {
    return index == 0
        ? new LinksUnusableException(Obstacle.FORMAT, cause.getMessage(), cause)
        : new DatabricksException(
            Reason.INVALID,
            "Cannot read the result on "
                + statement.connection()
                + ": "
                + cause.getMessage()
                + ".");
  }

  /** What looks like a network that lets nothing through, rather than like a bad moment. */
  private static boolean unreachable(IOException cause) {
    return cause instanceof DownloadRefusedException refused
        ? refused.status() >= 400 && refused.status() < 500
        : !(cause instanceof ArrowFormatException || cause instanceof SocketTimeoutException);
  }

  /** Breaks off what is under way. */
  void close() {
    closed = true;
    underway.forEach(Download::abort);
  }
}
