// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.grants.Authorizer;
import io.lakeroute.workspace.http.Handler;
import io.lakeroute.workspace.s3.S3Access;
import io.lakeroute.workspace.storage.LocalFiles;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TimeZone;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.JobConf;
import org.apache.spark.sql.classic.SparkSession;

/** Spark with Delta in this JVM, over one folder; safe for threads. */
public final class SparkEngine implements AutoCloseable {

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  /** Hadoop's settings for its own services and for file systems that are not local. */
  private static final Pattern UNUSED =
      Pattern.compile(
          "(yarn|ipc|dfs|ha|fs\\.(s3a|gs|azure|ftp|viewfs)|hadoop\\.(http|registry|zk)"
              + "|mapreduce\\.(jobhistory|reduce|shuffle))\\.");

  static {
    // Delta rebuilds a table's state to verify each commit where a time zone is not UTC.
    System.setProperty("user.timezone", "UTC");
    TimeZone.setDefault(null);
    // Netty keeps away from Unsafe on JDK 24 and later unless told otherwise, but Arrow's memory is
    // Netty's and needs it.
    System.setProperty("sun.misc.unsafe.memory.access", "allow");
    // The xpath functions would load what a document's DOCTYPE names, from files and the network.
    System.setProperty("javax.xml.accessExternalDTD", "");
    System.setProperty("javax.xml.accessExternalSchema", "");
  }

  private final SparkSession spark;
  private final Catalogs catalogs;
  private final Volumes volumes;
  private final TableStatistics statistics;
  private final Authorizer authorizer;
  private final Supplier<Optional<S3Access>> s3;

  /** Starts Spark without S3. */
  public SparkEngine(Path dir, Authorizer authorizer) {
    this(dir, authorizer, Optional::empty);
  }

  /** Starts Spark; a catalog {@code main} is there from the start. */
  public SparkEngine(Path dir, Authorizer authorizer, Supplier<Optional<S3Access>> s3) {
    var securables = new Securables(dir);
    this.authorizer = authorizer;
    this.s3 = s3;
    this.spark =
        (SparkSession)
            SparkSession.builder()
                .withExtensions(new WorkspaceExtensions(authorizer, securables))
                .master("local[*]")
                .appName("local-workspace")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.local.dir", dir.resolve("spark").toString())
                .config("spark.sql.warehouse.dir", dir.resolve("spark/warehouse").toString())
                .config("spark.scheduler.mode", "FAIR")
                // A broadcast takes a block and a sort a page, however little is in them: by
                // default
                // 4 MB and up to 64 MB, several times per statement.
                .config("spark.broadcast.blockSize", "128k")
                .config("spark.buffer.pageSize", "1m")
                .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                .config(
                    "spark.sql.catalog.spark_catalog",
                    "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                .config("spark.sql.sources.default", "delta")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.hadoop.fs.file.impl", LocalFiles.class.getName())
                .config(
                    "spark.hadoop.fs.AbstractFileSystem.file.impl",
                    LocalFiles.Context.class.getName())
                // Hadoop does not count what it reads from local files in several ranges at once.
                .config("spark.hadoop.parquet.hadoop.vectored.io.enabled", false)
                // No session brings classes of its own; with isolation, each task looks every class
                // up over the network first.
                .config("spark.sql.artifact.isolation.enabled", false)
                // A statement would read the environment of this process in it.
                .config("spark.sql.variable.substitute", false)
                // One machine: more partitions than cores only cost time (VACUUM: 100 s).
                .config("spark.sql.shuffle.partitions", PROCESSORS)
                // A map stage that adaptive execution submits after a cancel is never stopped.
                .config("spark.sql.adaptive.enabled", false)
                .config("spark.databricks.delta.snapshotPartitions", 1)
                // By default 100: a statement over a dozen tables alone compiles more classes, and
                // would compile them again each time.
                .config("spark.sql.codegen.cache.maxEntries", 2_000)
                .config("spark.sql.sources.parallelPartitionDiscovery.parallelism", PROCESSORS)
                // Delta's parser knows no parameters: they are bound in the plan instead.
                .config("spark.sql.legacy.parameterSubstitution.constantsOnly", true)
                .getOrCreate();
    trim(spark.sparkContext().hadoopConfiguration());
    this.catalogs = new Catalogs(spark, securables.root());
    this.volumes = new Volumes(catalogs, authorizer);
    this.statistics = new TableStatistics(catalogs, authorizer);
    catalogs.createIfMissing(Catalogs.DEFAULT);
  }

  /** Removes defaults that nothing here reads: every job carries a copy of what is left. */
  private static void trim(Configuration hadoop) {
    var jobs = new JobConf(); // adds its defaults to all configurations, the first time
    for (var setting : jobs) {
      if (UNUSED.matcher(setting.getKey()).lookingAt()) {
        hadoop.unset(setting.getKey());
      }
    }
  }

  public SparkSession spark() {
    return spark;
  }

  public Catalogs catalogs() {
    return catalogs;
  }

  public Volumes volumes() {
    return volumes;
  }

  public TableStatistics statistics() {
    return statistics;
  }

  public Authorizer authorizer() {
    return authorizer;
  }

  /** The workspace's S3 server, where one runs. */
  Optional<S3Access> s3() {
    return s3.get();
  }

  /** Spark takes its settings from the thread's session, and a server's thread has none. */
  public Handler inSession(Handler handler) {
    return request -> {
      SparkSession.setActiveSession(spark);
      return handler.handle(request);
    };
  }

  /** A session of its own: current schema, settings, temporary views and variables. */
  SparkSession newSession() {
    var session = spark.newSession();
    catalogs.configure(session);
    return session;
  }

  @Override
  public void close() {
    spark.stop();
  }
}
