// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.unity;

import com.databricks.sdk.core.http.Request;
import com.databricks.sdk.service.files.DirectoryEntry;
import com.databricks.sdk.service.files.GetMetadataResponse;
import com.databricks.sdk.service.files.ListDirectoryResponse;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Files and folders of volumes over REST, by their full paths. Thread-safe.
 *
 * <p>The SDK's own service sends the same stream again when it repeats an upload. That stream is at
 * its end by then, and the file is empty.
 */
public final class VolumeFiles {

  private static final String FILES = "/api/2.0/fs/files";
  private static final String FOLDERS = "/api/2.0/fs/directories";

  /** All attempts at one upload. */
  private static final Duration LONGEST_UPLOAD = Duration.ofMinutes(5);

  private final WorkspaceConnection connection;

  public VolumeFiles(WorkspaceConnection connection) {
    this.connection = connection;
  }

  /** An entry of a folder. */
  public record Entry(String name, boolean folder) {}

  /**
   * Writes a file; one that is there is replaced.
   *
   * @param content opens the content anew for each attempt
   */
  public void write(String path, Supplier<InputStream> content) {
    connection
        .rest()
        .call(
            "Cannot write " + path,
            LONGEST_UPLOAD,
            () -> {
              Request request =
                  new Request(Request.PUT, FILES + encoded(path), content.get())
                      .withQueryParam("overwrite", "true")
                      .withHeader("Content-Type", "application/octet-stream");
              return execute(request, Void.class);
            });
  }

  /** Bytes of a file, where the service says so; 0 where it is missing. */
  public OptionalLong size(String path) {
    Optional<GetMetadataResponse> found =
        unlessMissing(
            () ->
                call(
                    "Cannot look at " + path,
                    Request.HEAD,
                    FILES,
                    path,
                    GetMetadataResponse.class));
    if (found.isEmpty()) {
      return OptionalLong.of(0);
    }
    Long length = found.get().getContentLength();
    return length == null ? OptionalLong.empty() : OptionalLong.of(length);
  }

  /** All entries of a folder; none where it is missing. */
  public List<Entry> list(String folder) {
    List<Entry> entries = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      Optional<ListDirectoryResponse> page = page(folder, token);
      Stream.ofNullable(page.orElseGet(ListDirectoryResponse::new).getContents())
          .flatMap(contents -> contents.stream())
          .map(VolumeFiles::entry)
          .forEach(entries::add);
      token = page.map(ListDirectoryResponse::getNextPageToken).filter(next -> !next.isEmpty());
    } while (token.isPresent());
    return entries;
  }

  private Optional<ListDirectoryResponse> page(String folder, Optional<String> token) {
    return unlessMissing(
        () ->
            connection
                .rest()
                .call(
                    "Cannot list " + folder,
                    () -> {
                      Request request =
                          new Request(Request.GET, FOLDERS + encoded(folder))
                              .withHeader("Accept", "application/json");
                      token.ifPresent(next -> request.withQueryParam("page_token", next));
                      return execute(request, ListDirectoryResponse.class);
                    }));
  }

  private static Entry entry(DirectoryEntry entry) {
    return new Entry(entry.getName(), Boolean.TRUE.equals(entry.getIsDirectory()));
  }

  /**
   * Deletes a file.
   *
   * @return false when it is missing
   */
  public boolean deleteFile(String path) {
    return delete(FILES, path);
  }

  /**
   * Deletes a folder if it is empty.
   *
   * @return false when it holds something
   */
  public boolean deleteFolder(String path) {
    try {
      delete(FOLDERS, path);
      return true;
    } catch (DatabricksException e) {
      if (e.getReason() == Reason.INVALID) {
        return false;
      }
      throw e;
    }
  }

  private boolean delete(String service, String path) {
    return unlessMissing(
            () -> {
              call("Cannot delete " + path, Request.DELETE, service, path, Void.class);
              return true;
            })
        .orElse(false);
  }

  /**
   * Fails unless a volume, or a folder in it, can be listed.
   *
   * @throws DatabricksException NOT_FOUND when it is missing
   */
  public void require(String folder) {
    call("Cannot list " + folder, Request.GET, FOLDERS, folder, ListDirectoryResponse.class);
  }

  private static <T> Optional<T> unlessMissing(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (DatabricksException e) {
      if (e.getReason() == Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private <T> T call(String what, String method, String service, String path, Class<T> type) {
    return connection
        .rest()
        .call(what, () -> execute(new Request(method, service + encoded(path)), type));
  }

  private <T> T execute(Request request, Class<T> type) {
    try {
      return connection.api().execute(request, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String encoded(String path) {
    return Stream.of(path.split("/", -1))
        .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/"));
  }
}
