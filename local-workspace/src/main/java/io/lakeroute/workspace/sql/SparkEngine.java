package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.grants.Authorizer;
import io.lakeroute.workspace.http.Handler;
import java.nio.file.Path;
import org.apache.spark.sql.classic.SparkSession;

/** Spark with Delta in this JVM, over one folder; safe for threads. */
public final class SparkEngine implements AutoCloseable {

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  static {
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

  /** Starts Spark; a catalog {@code main} is there from the start. */
  public SparkEngine(Path dir, Authorizer authorizer) {
    var securables = new Securables(dir);
    this.authorizer = authorizer;
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
                .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                .config(
                    "spark.sql.catalog.spark_catalog",
                    "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                .config("spark.sql.sources.default", "delta")
                .config("spark.sql.session.timeZone", "UTC")
                // A statement would read the environment of this process in it.
                .config("spark.sql.variable.substitute", false)
                // One machine: more partitions than cores only cost time (VACUUM: 100 s).
                .config("spark.sql.shuffle.partitions", PROCESSORS)
                // A map stage that adaptive execution submits after a cancel is never stopped.
                .config("spark.sql.adaptive.enabled", false)
                .config("spark.databricks.delta.snapshotPartitions", 1)
                .config("spark.sql.sources.parallelPartitionDiscovery.parallelism", PROCESSORS)
                // Delta's parser knows no parameters: they are bound in the plan instead.
                .config("spark.sql.legacy.parameterSubstitution.constantsOnly", true)
                .getOrCreate();
    this.catalogs = new Catalogs(spark, securables.root());
    this.volumes = new Volumes(catalogs, authorizer);
    this.statistics = new TableStatistics(catalogs, authorizer);
    catalogs.createIfMissing(Catalogs.DEFAULT);
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
