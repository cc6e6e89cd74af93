// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.grants.Authorizer;
import io.lakeroute.workspace.grants.Privilege;
import io.lakeroute.workspace.grants.Securable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Where COPY INTO reads: decides which paths may be read by whom, and what Spark reads in their
 * place: files of volumes here, objects in {@link S3Source}. For one statement.
 *
 * @param text the path as callers name it, without a slash at its end
 * @param place the directory or file that Spark reads
 * @param configuration how Hadoop reaches it
 * @param options what Spark needs in order to read it, beside the options of the format
 */
record CopySource(String text, Path place, Configuration configuration, Map<String, String> options)
    implements AutoCloseable {

  private static final String VOLUMES = "/Volumes/";

  /** Opens a path for a caller who may read there. */
  static CopySource open(SparkEngine engine, Session session, CopyInto copy) {
    String path = copy.path().replaceFirst("^dbfs:(?=/Volumes/)", "");
    if (S3Source.is(path)) {
      return S3Source.open(engine, session, copy);
    }
    if (!path.startsWith(VOLUMES)) {
      throw SqlFailure.unsupported(
          "COPY INTO from a path that starts neither with /Volumes/catalog/schema/volume nor with"
              + " s3://bucket");
    }
    if (!copy.credential().isEmpty() || copy.credentialName().isPresent()) {
      throw SqlFailure.of(
          "COPY_INTO_CREDENTIALS_NOT_ALLOWED_ON",
          "0A000",
          "Invalid scheme null. COPY INTO source credentials currently only supports"
              + " s3/s3n/s3a/wasbs/abfss.");
    }
    return volume(
        engine.catalogs(),
        engine.volumes(),
        engine.authorizer(),
        session,
        path.replaceFirst("/+$", ""));
  }

  private static CopySource volume(
      Catalogs catalogs, Volumes volumes, Authorizer authorizer, Session session, String path) {
    var parts = List.of(path.substring(VOLUMES.length()).split("/", -1));
    if (parts.size() < 3 || !parts.stream().allMatch(CopySource::isPlain)) {
      throw SqlFailure.of(
          "INVALID_VOLUME_PATH",
          "22023",
          "'%s' is no path of a volume: /Volumes/<catalog>/<schema>/<volume>/<path> is needed."
              .formatted(path));
    }
    var volume = Securable.volume(parts.get(0), parts.get(1), parts.get(2));
    catalogs.require(volume);
    authorizer.require(session.caller().principal(), Privilege.READ_VOLUME, volume);
    var below = parts.subList(3, parts.size());
    var place = volumes.folder(volume);
    for (String part : below) {
      place = place.resolve(part);
    }
    String root = VOLUMES + String.join("/", volume.name());
    return new CopySource(
        below.isEmpty() ? root : root + "/" + String.join("/", below),
        new Path("file", null, place.toString()),
        session.spark().sessionState().newHadoopConf(),
        Map.of());
  }

  /** Whether a name stays in its directory. */
  static boolean isPlain(String part) {
    return !part.matches("\\.{0,2}") && part.indexOf('\0') < 0;
  }

  /** As callers name a file that was found there; the same whenever it is read. */
  String text(Path file) {
    return text + file.toUri().getPath().substring(root().length());
  }

  /** The path of the place, to which more can be added. */
  String root() {
    return place.toUri().getPath().replaceFirst("/$", "");
  }

  /** Gives up what was opened for this statement alone: threads and connections of S3. */
  @Override
  public void close() throws IOException {
    if (!place.toUri().getScheme().equals("file")) {
      place.getFileSystem(configuration).close();
    }
  }
}
