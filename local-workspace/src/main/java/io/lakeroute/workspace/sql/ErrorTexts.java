// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.grants.Denied;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;

/**
 * Turns what Spark and Delta throw into the texts that Databricks shows: names, never paths;
 * stateless.
 */
final class ErrorTexts {

  private static final String MALFORMED = "MALFORMED_RECORD_IN_PARSING";

  /** {@code delta.`file:/dir/catalogs/main/sales/orders`} or a bare path, with what follows it. */
  private final Pattern table;

  /**
   * {@code file:/dir/catalogs/main/sales/_volumes/inbox/file}, which callers know as a volume's.
   */
  private final Pattern volume;

  private final Pattern anyPath;

  ErrorTexts(Path dir) {
    String root = Pattern.quote(dir.toString());
    String part = "/([^/.`'\"\\s,;:)]+)";
    table =
        Pattern.compile(
            "(?:`?delta`?\\.)?`?(?:file:/*(?=/))?"
                + root
                + "/catalogs"
                + part.repeat(3)
                + "(?:/[^`'\"\\s,;)]*)?`?");
    volume =
        Pattern.compile(
            "(?:file:/*(?=/))?" + root + "/catalogs" + part.repeat(2) + "/_volumes" + part);
    anyPath = Pattern.compile("(?:file:/*(?=/))?" + root + "(?:/[^`'\"\\s,;)]*)?");
  }

  SqlFailure translate(Throwable error) {
    for (Throwable t = error; t != null; t = t.getCause()) {
      if (t instanceof SqlFailure failure) {
        return failure;
      }
      if (t instanceof Denied denied) {
        return denied(denied);
      }
    }
    Throwable cause = rootCause(error);
    String text =
        cause instanceof AnalysisException analysis
            ? analysis.getSimpleMessage()
            : String.valueOf(cause.getMessage());
    String sqlState = cause instanceof SparkThrowable spark ? spark.getSqlState() : null;
    if (cause instanceof UnsupportedOperationException && sqlState == null) {
      return SqlFailure.of("UNSUPPORTED_FEATURE", "0A000", names(text) + ".");
    }
    return new SqlFailure(
        sqlState == null ? "XX000" : sqlState, withSqlState(names(text), sqlState));
  }

  /** As live: with an error class where a name is looked up, without one elsewhere. */
  private static SqlFailure denied(Denied denied) {
    return switch (denied.privilege()) {
      case USE_CATALOG, USE_SCHEMA, SELECT, EXECUTE ->
          SqlFailure.of(
              "INSUFFICIENT_PERMISSIONS",
              "42501",
              "Insufficient privileges:\n" + denied.getMessage());
      default -> new SqlFailure("42501", "PERMISSION_DENIED: " + denied.getMessage());
    };
  }

  /** Delta's texts leave out the SQLSTATE that Spark's end with. */
  private static String withSqlState(String text, String sqlState) {
    boolean classified = text.startsWith("[") && sqlState != null;
    return classified && !text.contains("SQLSTATE: ")
        ? text.stripTrailing() + " SQLSTATE: " + sqlState
        : text;
  }

  String names(String text) {
    String plain = S3Source.SCHEME.matcher(text).replaceAll("s3://");
    String volumes =
        volume.matcher(plain).replaceAll(m -> volume(m.group(1), m.group(2), m.group(3)));
    Matcher tables = table.matcher(volumes);
    String named =
        tables.replaceAll(
            m ->
                Matcher.quoteReplacement(
                    "`%s`.`%s`.`%s`"
                        .formatted(
                            m.group(1),
                            CatalogFolder.decode(m.group(2)),
                            CatalogFolder.decode(m.group(3)))));
    return anyPath.matcher(named).replaceAll("<workspace>");
  }

  private static String volume(String catalog, String schema, String volume) {
    String path = "/Volumes/%s/%s/%s".formatted(catalog, schema, volume);
    return Matcher.quoteReplacement(CatalogFolder.decode(path));
  }

  /** Whether a job failed for a file of a table that is not there. */
  static boolean ofMissingFile(Throwable error) {
    return rootCause(error) instanceof SparkThrowable spark
        && "FAILED_READ_FILE.FILE_NOT_EXIST".equals(spark.getCondition());
  }

  /**
   * The innermost error with an error class, as jobs and commands wrap what went wrong in them; but
   * what a parser of records failed with has its own class for each format below.
   */
  private static Throwable rootCause(Throwable error) {
    Throwable found = error;
    for (Throwable t = error; t != null; t = t.getCause()) {
      if (t instanceof SparkThrowable spark && spark.getCondition() != null) {
        found = t;
        if (spark.getCondition().startsWith(MALFORMED)) {
          return found;
        }
      }
    }
    return found;
  }
}
