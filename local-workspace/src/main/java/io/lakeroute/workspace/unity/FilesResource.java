// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.unity;

import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Resource;
import io.lakeroute.workspace.http.Response;
import io.lakeroute.workspace.http.Router;
import io.lakeroute.workspace.sql.SparkEngine;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The files of volumes: upload, download, metadata, delete. A file is there as a whole or not at
 * all, as in object storage; safe for threads.
 */
public final class FilesResource implements Resource {

  private static final String FILE = "/api/2.0/fs/files/{path...}";
  private static final String BYTES = "application/octet-stream";

  private final SparkEngine engine;
  private final Path uploads;

  /**
   * @param uploads a folder for what is on its way
   */
  public FilesResource(SparkEngine engine, Path uploads) {
    this.engine = engine;
    this.uploads = uploads;
  }

  @Override
  public void register(Router router) {
    router
        .add("PUT", FILE, this::upload)
        .add("GET", FILE, this::download)
        .add("HEAD", FILE, this::metadata)
        .add("DELETE", FILE, this::delete);
  }

  private Response upload(Request request) throws IOException {
    var file = VolumePath.toWrite(engine, request);
    boolean overwrite = request.parameter("overwrite").map(Boolean::parseBoolean).orElse(true);
    if (file.isDirectory() || (file.isFile() && !overwrite)) {
      throw exists();
    }
    Files.createDirectories(uploads);
    Path draft = Files.createTempFile(uploads, "upload", ".part");
    try {
      Files.copy(request.content().stream(), draft, StandardCopyOption.REPLACE_EXISTING);
      publish(draft, file, overwrite);
    } finally {
      Files.deleteIfExists(draft);
    }
    return Response.noContent();
  }

  private static void publish(Path draft, VolumePath file, boolean overwrite) throws IOException {
    try {
      Files.createDirectories(file.place().getParent());
    } catch (FileSystemException e) {
      throw unfit(file); // one of them is a file
    }
    try {
      if (overwrite) {
        Files.move(draft, file.place(), StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.createLink(file.place(), draft); // unlike a move, it fails if the name is taken
      }
    } catch (FileAlreadyExistsException e) {
      throw exists();
    } catch (FileSystemException e) {
      throw unfit(file); // too long, perhaps
    }
  }

  private static ApiException unfit(VolumePath file) {
    return ApiException.badRequest(
        "The local workspace cannot keep a file named '%s'.".formatted(file.text()));
  }

  private static ApiException exists() {
    return new ApiException(409, "ALREADY_EXISTS", "The file being created already exists.");
  }

  private Response download(Request request) throws IOException {
    var file = existing(VolumePath.toRead(engine, request));
    try {
      // Open, it stays what it is, also when another file takes its place.
      var bytes = FileChannel.open(file.place());
      return Response.stream(
              200,
              BYTES,
              bytes.size(),
              out -> {
                try (var in = Channels.newInputStream(bytes)) {
                  in.transferTo(out);
                }
              })
          .withHeader("Last-Modified", modified(file));
    } catch (NoSuchFileException e) {
      throw missing(); // another call was faster
    }
  }

  private Response metadata(Request request) throws IOException {
    var file = existing(VolumePath.toRead(engine, request));
    return Response.stream(200, BYTES, 0, out -> {})
        .withHeader("Content-Length", String.valueOf(Files.size(file.place())))
        .withHeader("Last-Modified", modified(file));
  }

  private static String modified(VolumePath file) throws IOException {
    var time = Files.getLastModifiedTime(file.place()).toInstant();
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
  }

  private Response delete(Request request) throws IOException {
    var file = existing(VolumePath.toWrite(engine, request));
    try {
      Files.delete(file.place());
    } catch (NoSuchFileException e) {
      throw missing(); // another call was faster
    }
    return Response.noContent();
  }

  private static VolumePath existing(VolumePath file) {
    if (!file.isFile()) {
      throw missing();
    }
    return file;
  }

  private static ApiException missing() {
    return ApiException.withReason(
        404, "NOT_FOUND", "FILES_API_FILE_NOT_FOUND", "The file being accessed is not found.");
  }
}
