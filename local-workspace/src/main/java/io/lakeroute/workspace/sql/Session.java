// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.grants.Securable;
import io.lakeroute.workspace.http.Caller;
import io.lakeroute.workspace.warehouses.Compute;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.classic.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/**
 * One SQL session: a Spark session of its own, and the settings that warehouses know by other
 * names; safe for threads.
 */
public final class Session {

  /** Settings that a SQL warehouse takes; those without an effect here are kept and shown. */
  static final Set<String> SETTINGS =
      Set.of(
          "ANSI_MODE",
          "ENABLE_PHOTON",
          "LEGACY_TIME_PARSER_POLICY",
          "MAX_FILE_PARTITION_BYTES",
          "READ_ONLY_EXTERNAL_METASTORE",
          "STATEMENT_TIMEOUT",
          "TIMEZONE",
          "USE_CACHED_RESULT");

  private final String id;
  private final Caller caller;
  private final Compute compute;
  private final SparkSession spark;
  private final Map<String, String> settings = new ConcurrentHashMap<>();
  private volatile QueryTags tags = QueryTags.NONE;
  private final AtomicReference<Runnable> firstUse = new AtomicReference<>(() -> {});
  private volatile Instant lastUse = Instant.now();

  Session(String id, Caller caller, Compute compute, SparkSession spark) {
    this.id = id;
    this.caller = caller;
    this.compute = compute;
    this.spark = spark;
  }

  public String id() {
    return id;
  }

  /** Who opened it, and in whose name its statements run. */
  public Caller caller() {
    return caller;
  }

  /** What runs its statements. */
  Compute compute() {
    return compute;
  }

  SparkSession spark() {
    return spark;
  }

  Instant lastUse() {
    return lastUse;
  }

  void atFirstUse(Runnable action) {
    firstUse.set(action);
  }

  void use() {
    lastUse = Instant.now();
    firstUse.getAndSet(() -> {}).run();
  }

  /** Unknown names are passed over, as the real service does at connect. */
  void configure(Map<String, String> confs) {
    confs.forEach(
        (name, value) -> {
          String key = name.toUpperCase(Locale.ROOT);
          if (key.equals("QUERY_TAGS")) {
            tags = QueryTags.parse(value);
          } else if (SETTINGS.contains(key)) {
            set(key, value);
          }
        });
  }

  QueryTags tags() {
    return tags;
  }

  void tags(QueryTags others) {
    tags = others;
  }

  void set(String name, String value) {
    String key = name.toUpperCase(Locale.ROOT);
    switch (key) {
      case "TIMEZONE" -> spark.conf().set("spark.sql.session.timeZone", value);
      case "ANSI_MODE" -> spark.conf().set("spark.sql.ansi.enabled", value);
      default -> {}
    }
    settings.put(key, value);
  }

  void reset(String name) {
    String key = name.toUpperCase(Locale.ROOT);
    settings.remove(key);
    switch (key) {
      case "TIMEZONE" -> spark.conf().set("spark.sql.session.timeZone", "UTC");
      case "ANSI_MODE" -> spark.conf().unset("spark.sql.ansi.enabled");
      default -> {}
    }
  }

  String setting(String name) {
    return settings.getOrDefault(name.toUpperCase(Locale.ROOT), "");
  }

  Optional<Duration> statementTimeout() {
    return Optional.ofNullable(settings.get("STATEMENT_TIMEOUT"))
        .filter(value -> value.matches("[1-9]\\d{0,8}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)));
  }

  /** Makes this catalog and schema the current ones; empty names leave what is. */
  void use(String catalog, String schema) {
    if (!catalog.isEmpty()) {
      spark.sql("SET CATALOG " + quoted(catalog));
    }
    if (!schema.isEmpty()) {
      spark.sql("USE SCHEMA " + quoted(schema));
    }
  }

  /** The securable that a name of one to three parts means here. */
  Securable resolve(Securable.Type type, String name) throws ParseException {
    var parts =
        new ArrayList<String>(
            CollectionConverters.asJava(
                spark.sessionState().sqlParser().parseMultipartIdentifier(name)));
    var current = spark.sessionState().catalogManager();
    int wanted = type == Securable.Type.CATALOG ? 1 : type == Securable.Type.SCHEMA ? 2 : 3;
    if (parts.size() == wanted - 2) {
      parts.add(0, current.currentNamespace()[0]);
    }
    if (parts.size() == wanted - 1) {
      parts.add(0, current.currentCatalog().name());
    }
    if (parts.size() != wanted) {
      throw SqlFailure.of(
          "PARSE_SYNTAX_ERROR", "42601", "Syntax error at or near '%s'.".formatted(name));
    }
    return new Securable(type, parts);
  }

  /** The named catalog or schema, or else the current one. */
  Securable place(Securable.Type type, Optional<String> name) throws ParseException {
    if (name.isPresent()) {
      return resolve(type, name.get());
    }
    var schema = resolve(Securable.Type.TABLE, "t").parent().orElseThrow();
    return type == Securable.Type.SCHEMA ? schema : schema.parent().orElseThrow();
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
