// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.profile;

import io.lakeroute.databricks.profile.StagingPlace.CopyCredential;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the staging place of a connection from its keys. For one thread. */
final class StagingReader {

  private static final String PREFIX = "stagingPrefix";
  private static final String REGION = "staging.region";
  private static final String ENDPOINT = "staging.endpoint";
  private static final String KEY_ID = "staging.accessKeyId";
  private static final String SECRET = "staging.secretAccessKey";
  private static final String SECRET_FILE = "staging.secretAccessKeyFile";
  private static final String TOKEN = "staging.sessionToken";
  private static final String COPY = "staging.copyCredential";

  private static final List<String> OF_BUCKETS =
      List.of(REGION, ENDPOINT, KEY_ID, SECRET, SECRET_FILE, TOKEN, COPY);

  static final Set<String> KEYS = keys();

  private static final String S3 = "s3://";
  private static final String VOLUMES = "/Volumes/";
  private static final Pattern OTHER_STORAGE = Pattern.compile("(?i)(?:abfss?|gs|wasbs?)://.*");
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern REGION_NAME = Pattern.compile("[a-z0-9-]{1,64}");

  /** What Spark takes for a pattern, a query or an escape in a path is none of them. */
  private static final Pattern PART = Pattern.compile("[\\p{L}\\p{N}_.=+@-]{1,255}");

  private static final Pattern CREDENTIAL = Pattern.compile("[\\p{L}\\p{N}_-]{1,255}");

  private final ConnectionKeys keys;
  private final CatalogFence fence;
  private final UnaryOperator<String> again;

  /**
   * @param fence has to let a volume's catalog through
   * @param again looks up the value of a key as it is now
   */
  StagingReader(ConnectionKeys keys, CatalogFence fence, UnaryOperator<String> again) {
    this.keys = keys;
    this.fence = fence;
    this.again = again;
  }

  private static Set<String> keys() {
    Set<String> all = new TreeSet<>(OF_BUCKETS);
    all.add(PREFIX);
    return Set.copyOf(all);
  }

  /** Empty where there is none, or something is wrong, which the keys then know. */
  Optional<StagingPlace> read() {
    String prefix = keys.text(PREFIX).orElse("");
    if (prefix.startsWith(S3)) {
      return bucket(prefix.substring(S3.length()));
    }
    String why = prefix.isEmpty() ? "needs " + PREFIX : "goes with a bucket in S3 only";
    OF_BUCKETS.stream()
        .filter(key -> keys.text(key).isPresent())
        .forEach(key -> keys.problem(key + " " + why));
    if (prefix.startsWith(VOLUMES)) {
      return volume(prefix.substring(VOLUMES.length()));
    }
    if (OTHER_STORAGE.matcher(prefix).matches()) {
      keys.problem(
          PREFIX
              + " is in a storage that only a volume leads to; create a volume there and set "
              + PREFIX
              + " to /Volumes/<catalog>/<schema>/<volume>/<path>");
    } else if (!prefix.isEmpty()) {
      keys.problem(
          PREFIX + " is neither s3://<bucket>/<path> nor /Volumes/<catalog>/<schema>/<volume>");
    }
    return Optional.empty();
  }

  private Optional<StagingPlace> volume(String path) {
    Optional<List<String>> parts = parts(path);
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    if (parts.get().size() < 3) {
      keys.problem(PREFIX + " names no volume; write /Volumes/<catalog>/<schema>/<volume>");
      return Optional.empty();
    }
    String catalog = parts.get().get(0);
    if (!fence.allows(catalog)) {
      keys.problem(PREFIX + " is in a catalog that is not one of onlyCatalogs");
    }
    return Optional.of(new StagingPlace.Volume(catalog, VOLUMES + String.join("/", parts.get())));
  }

  private Optional<StagingPlace> bucket(String path) {
    Optional<List<String>> parts = parts(path);
    Optional<String> region = keys.text(REGION);
    if (region.isPresent() && !REGION_NAME.matcher(region.get()).matches()) {
      keys.problem(REGION + " '" + region.get() + "' is not a region such as eu-central-1");
    }
    Optional<HostAddress> endpoint =
        keys.text(ENDPOINT).isPresent() ? keys.address(ENDPOINT, "objects") : Optional.empty();
    Optional<StagingPlace.Keys> access = access();
    CopyCredential copy = copy();
    if (copy instanceof CopyCredential.Inline
        && keys.text(KEY_ID).isPresent()
        && keys.text(TOKEN).isEmpty()) {
      keys.problem(
          COPY
              + "=inline puts credentials into statements, so they must be temporary; set "
              + TOKEN);
    }
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    String bucket = parts.get().get(0);
    if (!BUCKET.matcher(bucket).matches()) {
      keys.problem(PREFIX + " names no bucket; write s3://<bucket>/<path>");
    }
    return Optional.of(
        new StagingPlace.Bucket(
            bucket,
            String.join("/", parts.get().subList(1, parts.get().size())),
            region,
            endpoint,
            access,
            copy));
  }

  /** A slash at the end may be there or not. */
  private Optional<List<String>> parts(String path) {
    String[] parts =
        (path.endsWith("/") ? path.substring(0, path.length() - 1) : path).split("/", -1);
    boolean right =
        Stream.of(parts)
            .allMatch(
                part -> PART.matcher(part).matches() && !part.equals(".") && !part.equals(".."));
    if (!right) {
      keys.problem(
          PREFIX
              + " has a part that is empty, . or .., or holds other characters than letters, digits and _ . = + @ -");
    }
    return right ? Optional.of(List.of(parts)) : Optional.empty();
  }

  private Optional<StagingPlace.Keys> access() {
    if (keys.text(KEY_ID).isEmpty()) {
      Stream.of(SECRET, SECRET_FILE, TOKEN)
          .filter(key -> keys.text(key).isPresent())
          .forEach(key -> keys.problem(key + " needs " + KEY_ID));
      return Optional.empty();
    }
    Secret id = property(KEY_ID);
    Optional<Secret> token =
        keys.text(TOKEN).isPresent() ? Optional.of(property(TOKEN)) : Optional.empty();
    return keys.either(SECRET, SECRET_FILE)
        .map(
            entry ->
                entry.getKey().equals(SECRET_FILE)
                    ? Secret.file(Path.of(entry.getValue()))
                    : property(SECRET))
        .map(secret -> new StagingPlace.Keys(id, secret, token));
  }

  private Secret property(String key) {
    return Secret.property(keys.text(key).orElse(""), () -> again.apply(key));
  }

  private CopyCredential copy() {
    return switch (keys.text(COPY).orElse("none")) {
      case "none" -> new CopyCredential.None();
      case "inline" -> new CopyCredential.Inline();
      default -> {
        String name = keys.text(COPY).orElse("");
        if (!CREDENTIAL.matcher(name).matches()) {
          keys.problem(COPY + " is not none, inline or the name of a storage credential");
        }
        yield new CopyCredential.Named(name);
      }
    };
  }
}
