// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.unity;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Resource;
import io.lakeroute.workspace.http.Response;
import io.lakeroute.workspace.http.Router;
import io.lakeroute.workspace.sql.SparkEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The directories of volumes: create, list, look for, delete; safe for threads. */
public final class DirectoriesResource implements Resource {

  private static final String DIRECTORY = "/api/2.0/fs/directories/{path...}";
  private static final int LARGEST_PAGE = 1_000;

  private final SparkEngine engine;

  public DirectoriesResource(SparkEngine engine) {
    this.engine = engine;
  }

  @Override
  public void register(Router router) {
    router
        .add("PUT", DIRECTORY, this::create)
        .add("GET", DIRECTORY, this::list)
        .add("HEAD", DIRECTORY, this::metadata)
        .add("DELETE", DIRECTORY, this::delete);
  }

  private Response create(Request request) {
    var directory = VolumePath.toWrite(engine, request);
    try {
      Files.createDirectories(directory.place());
    } catch (FileSystemException e) {
      throw new ApiException(
          409, "ALREADY_EXISTS", "A file exists at '%s'.".formatted(directory.text()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Response.noContent();
  }

  private Response list(Request request) throws IOException {
    var directory = existing(VolumePath.toRead(engine, request));
    var entries = new TreeMap<String, JsonNode>();
    try (var children = Files.list(directory.place())) {
      for (Path child : children.toList()) {
        String name = child.getFileName().toString();
        entry(directory, child).ifPresent(entry -> entries.put(name, entry));
      }
    }
    return Page.of(request, "page_size", LARGEST_PAGE)
        .answer("contents", List.copyOf(entries.keySet()), entries::get);
  }

  /** Empty for what was deleted since it was listed. */
  private static Optional<JsonNode> entry(VolumePath directory, Path child) throws IOException {
    String name = child.getFileName().toString();
    var json = Json.object().put("path", directory.text() + "/" + name).put("name", name);
    try {
      var attributes = Files.readAttributes(child, BasicFileAttributes.class);
      json.put("is_directory", attributes.isDirectory());
      if (!attributes.isDirectory()) {
        json.put("file_size", attributes.size())
            .put("last_modified", attributes.lastModifiedTime().toMillis());
      }
      return Optional.of(json);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private Response metadata(Request request) {
    existing(VolumePath.toRead(engine, request));
    return Response.stream(200, "application/octet-stream", 0, out -> {});
  }

  private Response delete(Request request) throws IOException {
    var directory = existing(VolumePath.toWrite(engine, request));
    if (directory.isVolume()) {
      throw ApiException.badRequest("'%s' is a volume.".formatted(directory.text()));
    }
    try {
      Files.delete(directory.place());
    } catch (DirectoryNotEmptyException e) {
      throw ApiException.withReason(
          400,
          "INVALID_PARAMETER_VALUE",
          "FILES_API_DIRECTORY_IS_NOT_EMPTY",
          "The directory being deleted is not empty.");
    } catch (NoSuchFileException e) {
      throw missing(); // another call was faster
    }
    return Response.noContent();
  }

  private static VolumePath existing(VolumePath directory) {
    if (!directory.isDirectory()) {
      throw missing();
    }
    return directory;
  }

  private static ApiException missing() {
    return ApiException.withReason(
        404,
        "NOT_FOUND",
        "FILES_API_DIRECTORY_IS_NOT_FOUND",
        "The directory being accessed is not found.");
  }
}
