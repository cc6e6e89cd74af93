// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.grants.AccessList;
import io.lakeroute.workspace.grants.Authorizer;
import io.lakeroute.workspace.grants.Privilege;
import io.lakeroute.workspace.grants.Securable;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.storage.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Managed volumes: a folder of files each, with its description beside it; safe for threads. */
public final class Volumes {

  /**
   * What a volume is; immutable.
   *
   * @param createdAt in milliseconds
   * @param comment empty for none
   */
  public record Info(String id, String createdBy, long createdAt, String comment) {}

  private final Catalogs catalogs;
  private final Authorizer authorizer;

  Volumes(Catalogs catalogs, Authorizer authorizer) {
    this.catalogs = catalogs;
    this.authorizer = authorizer;
  }

  /**
   * Makes an empty volume, whose owner its maker is, in a schema that exists.
   *
   * @return false if there is one of this name, which stays as it is
   */
  public synchronized boolean create(String principal, Securable volume, String comment) {
    var schema = volume.parent().orElseThrow();
    authorizer.require(principal, Privilege.USE_SCHEMA, schema);
    authorizer.require(principal, Privilege.CREATE_VOLUME, schema);
    if (catalogs.exists(volume)) {
      return false;
    }
    var info =
        new Info(UUID.randomUUID().toString(), principal, Instant.now().toEpochMilli(), comment);
    var name = volume.name();
    var place = catalogs.folder(name.get(0));
    AccessList.create(place.volumeAccess(name.get(1), name.get(2)), Optional.of(principal));
    try {
      PrivateFile.replace(file(volume), Json.MAPPER.writeValueAsBytes(info));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file(volume), e);
    }
    CatalogFolder.create(folder(volume)); // the last, as it is what makes the volume exist
    return true;
  }

  /** Removes a volume that exists, with all its files. */
  public synchronized void drop(String principal, Securable volume) {
    authorizer.require(principal, Privilege.MANAGE, volume);
    var name = volume.name();
    CatalogFolder.remove(folder(volume));
    CatalogFolder.remove(file(volume));
    CatalogFolder.remove(catalogs.folder(name.get(0)).volumeAccess(name.get(1), name.get(2)));
  }

  /** The names of a schema's volumes, sorted. */
  public List<String> names(Securable schema) {
    var name = schema.name();
    return catalogs.folder(name.get(0)).volumes(name.get(1)).stream().sorted().toList();
  }

  public Info info(Securable volume) {
    try {
      return Json.MAPPER.readValue(Files.readAllBytes(file(volume)), Info.class);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file(volume), e);
    }
  }

  /** Where a volume's files lie. */
  public Path folder(Securable volume) {
    var name = volume.name();
    return catalogs.folder(name.get(0)).volume(name.get(1), name.get(2));
  }

  private Path file(Securable volume) {
    var name = volume.name();
    return catalogs.folder(name.get(0)).volumeFile(name.get(1), name.get(2));
  }
}
