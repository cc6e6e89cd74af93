// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.unity;

import io.lakeroute.workspace.grants.Privilege;
import io.lakeroute.workspace.grants.Securable;
import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.sql.SparkEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file or directory of a volume that exists, as the path of a request names it; immutable.
 *
 * @param parts what follows the volume's name, empty for the volume itself
 * @param place where it lies, if it is there
 */
record VolumePath(Securable volume, List<String> parts, Path place) {

  /** Of a request whose caller may read the volume. */
  static VolumePath toRead(SparkEngine engine, Request request) {
    return find(engine, request, Privilege.READ_VOLUME);
  }

  /** Of a request whose caller may read and write the volume: for changes, both are needed. */
  static VolumePath toWrite(SparkEngine engine, Request request) {
    return find(engine, request, Privilege.READ_VOLUME, Privilege.WRITE_VOLUME);
  }

  private static VolumePath find(SparkEngine engine, Request request, Privilege... needed) {
    String path = request.variable("path");
    var parts = List.of(path.split("/", -1));
    boolean plain = parts.stream().noneMatch(part -> part.matches("\\.{0,2}|.*\0.*"));
    if (!plain || parts.size() < 4 || !parts.get(0).equals("Volumes")) {
      throw ApiException.badRequest(
          "Invalid path '/%s': /Volumes/<catalog>/<schema>/<volume>/<path> is needed."
              .formatted(path));
    }
    var volume = Securable.volume(parts.get(1), parts.get(2), parts.get(3));
    new CatalogObjects(engine.catalogs()).require(volume);
    for (var privilege : needed) {
      engine.authorizer().require(request.principal(), privilege, volume);
    }
    var below = parts.subList(4, parts.size());
    Path place = engine.volumes().folder(volume);
    for (String part : below) {
      place = place.resolve(part);
    }
    return new VolumePath(volume, below, place);
  }

  boolean isVolume() {
    return parts.isEmpty();
  }

  boolean isFile() {
    return Files.isRegularFile(place);
  }

  boolean isDirectory() {
    return Files.isDirectory(place);
  }

  /** As a client names it. */
  String text() {
    String root = "/Volumes/" + String.join("/", volume.name());
    return isVolume() ? root : root + "/" + String.join("/", parts);
  }
}
