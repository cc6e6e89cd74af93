// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.grants.Privilege;
import io.lakeroute.workspace.s3.S3Access;
import io.lakeroute.workspace.s3.S3Keys;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider;
import org.apache.hadoop.fs.s3a.TemporaryAWSCredentialsProvider;
import org.apache.hadoop.fs.s3a.UnknownStoreException;

/**
 * Opens paths of S3 for COPY INTO, on the workspace's own S3 server whatever they name; stateless.
 *
 * <p>Hadoop keeps a file system for each scheme and bucket, with the credentials that it was made
 * with. So each statement has a scheme of its own: its credentials are checked, and serve nobody
 * else.
 */
final class S3Source {

  /** The scheme of a statement, which nobody is shown. */
  static final Pattern SCHEME = Pattern.compile("\\bs3c\\d+://");

  private static final Pattern PATH =
      Pattern.compile("s3[an]?://([a-z0-9][a-z0-9.-]+[a-z0-9])(/.*)?", Pattern.DOTALL);
  private static final List<String> INLINE =
      List.of("AWS_ACCESS_KEY", "AWS_SECRET_KEY", "AWS_SESSION_TOKEN");
  private static final AtomicLong STATEMENTS = new AtomicLong();

  private S3Source() {}

  static boolean is(String path) {
    return PATH.matcher(path).matches();
  }

  static CopySource open(SparkEngine engine, Session session, CopyInto copy) {
    Matcher path = PATH.matcher(copy.path());
    if (!path.matches()) {
      throw new IllegalArgumentException("No path of S3");
    }
    String bucket = path.group(1);
    String key = Optional.ofNullable(path.group(2)).orElse("").replaceFirst("/+$", "");
    if (!Stream.of(key.split("/", -1)).skip(1).allMatch(CopySource::isPlain)) {
      throw missing("s3://" + bucket + key);
    }
    var access =
        engine
            .s3()
            .orElseThrow(
                () ->
                    SqlFailure.unsupported(
                        "COPY INTO from S3 without an S3 server (start it with --s3-port)"));
    var settings = settings(access);
    settings.putAll(credentials(engine, session, copy, access, bucket));
    String scheme = "s3c" + STATEMENTS.incrementAndGet();
    settings.put("fs." + scheme + ".impl", S3AFileSystem.class.getName());
    var configuration = session.spark().sessionState().newHadoopConf();
    settings.forEach(configuration::set);
    var place = new Path(scheme, bucket, key.isEmpty() ? "/" : key);
    return new CopySource("s3://" + bucket + key, place, configuration, settings);
  }

  private static Map<String, String> settings(S3Access access) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("fs.s3a.endpoint", access.endpoint());
    settings.put("fs.s3a.endpoint.region", S3Access.REGION);
    settings.put("fs.s3a.path.style.access", "true");
    return settings;
  }

  private static Map<String, String> credentials(
      SparkEngine engine, Session session, CopyInto copy, S3Access access, String bucket) {
    if (!copy.credential().isEmpty()) {
      return inline(copy.credential());
    }
    copy.credentialName().ifPresent(ExternalLocation::requireCredential);
    if (copy.credentialName().isEmpty() && !bucket.equals(S3Access.BUCKET)) {
      throw SqlFailure.of(
          "NO_PARENT_EXTERNAL_LOCATION_FOR_PATH",
          "42704",
          "No parent external location was found for path 's3://%s'; the local workspace has one for s3://%s. Give credentials in the statement, or use that bucket."
              .formatted(bucket, S3Access.BUCKET));
    }
    engine
        .authorizer()
        .require(session.caller().principal(), Privilege.READ_FILES, ExternalLocation.SECURABLE);
    return keys(access.keys(), Optional.empty());
  }

  /** Those of the statement, honoured for it alone. */
  private static Map<String, String> inline(Map<String, String> given) {
    for (String name : given.keySet()) {
      if (INLINE.stream().noneMatch(name::equalsIgnoreCase)) {
        throw SqlFailure.unsupported("The option %s of CREDENTIAL".formatted(name));
      }
    }
    for (String name : INLINE.subList(0, 2)) {
      if (given.getOrDefault(name, "").isEmpty()) {
        throw SqlFailure.of(
            "COPY_INTO_CREDENTIALS_REQUIRED",
            "42601",
            "COPY INTO source credentials must specify AWS_ACCESS_KEY, AWS_SECRET_KEY, and"
                + " AWS_SESSION_TOKEN.");
      }
    }
    return keys(
        new S3Keys(given.get("AWS_ACCESS_KEY"), given.get("AWS_SECRET_KEY")),
        Optional.ofNullable(given.get("AWS_SESSION_TOKEN")).filter(token -> !token.isEmpty()));
  }

  private static Map<String, String> keys(S3Keys keys, Optional<String> token) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("fs.s3a.access.key", keys.accessKey());
    settings.put("fs.s3a.secret.key", keys.secretKey());
    token.ifPresent(value -> settings.put("fs.s3a.session.token", value));
    var provider =
        token.isPresent()
            ? TemporaryAWSCredentialsProvider.class
            : SimpleAWSCredentialsProvider.class;
    settings.put("fs.s3a.aws.credentials.provider", provider.getName());
    return settings;
  }

  /** What S3 said, in words that hold nothing of the statement but its path. */
  static SqlFailure failure(CopyInto copy, IOException e) {
    if (e instanceof AccessDeniedException) {
      return SqlFailure.of(
          "UNAUTHORIZED_ACCESS",
          "42501",
          "Unauthorized access:\nS3 refuses these credentials for '%s' (403 Forbidden)."
              .formatted(copy.path()));
    }
    if (e instanceof UnknownStoreException) {
      return SqlFailure.of(
          "PATH_NOT_FOUND",
          "42K03",
          "Path does not exist: %s. There is no such bucket.".formatted(copy.path()));
    }
    return SqlFailure.of(
        "FAILED_READ_FILE.NO_HINT",
        "KD001",
        "Error while reading file %s. S3 failed with %s."
            .formatted(copy.path(), e.getClass().getSimpleName()));
  }

  private static SqlFailure missing(String text) {
    return SqlFailure.of("PATH_NOT_FOUND", "42K03", "Path does not exist: %s.".formatted(text));
  }
}
