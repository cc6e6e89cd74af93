// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs the local workspace with TPC-DS data and the application with its flows, in the foreground,
 * and prints what to try. Both are processes of their own, started as a user would start them.
 */
@Command(name = "demo", description = "Runs the local workspace and the flows on demo data.")
public final class Demo implements Callable<Integer> {

  private static final String FEED_ON =
      "ALTER TABLE main.tpcds.customer SET TBLPROPERTIES (delta.enableChangeDataFeed = true)";

  @Option(names = "--root", required = true, description = "The checkout, built.")
  private Path root;

  @Option(names = "--dir", description = "Where the demo keeps its data (default: target/demo).")
  private Path directory;

  @Option(
      names = "--tables",
      description = "A folder with CSV files of these TPC-DS tables (default: generates them).")
  private Path tables;

  @Option(names = "--workspace-port", defaultValue = "8470")
  private int workspacePort;

  @Option(names = "--port", defaultValue = "8480")
  private int port;

  @Option(names = "--management-port", defaultValue = "8481")
  private int managementPort;

  @Option(names = "--receiver-port", defaultValue = "8482")
  private int receiverPort;

  private final PrintStream out = System.out;

  public static void main(String[] arguments) {
    CommandLine line = new CommandLine(new Demo());
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          if (!(failure instanceof DemoException)) {
            throw failure;
          }
          command.getErr().println("demo: " + failure.getMessage());
          return 1;
        });
    System.exit(line.execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Path data = directory == null ? root.resolve("target/demo") : directory;
    Files.createDirectories(data);
    Path workspaceDirectory = data.resolve("workspace");
    try (DemoProcess workspace = startWorkspace(workspaceDirectory)) {
      workspace.awaitReady(300);
      DemoWorkspace sql = new DemoWorkspace(workspaceDirectory);
      Path examples = root.resolve("routes/examples/tpcds");
      sql.runFile(examples.resolve("views.sql"));
      sql.query(FEED_ON);
      sql.query("CREATE VOLUME IF NOT EXISTS main.tpcds.exports");
      byte[] random = new byte[24];
      new SecureRandom().nextBytes(random);
      String apiKey = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
      try (DemoReceiver receiver = new DemoReceiver(receiverPort);
          DemoProcess application =
              startApplication(configure(data, examples, sql, apiKey, receiver))) {
        application.awaitReady(120);
        new DemoGuide(
                "http://127.0.0.1:" + port,
                "http://127.0.0.1:" + managementPort,
                receiver.url(),
                apiKey)
            .print(sql, data, out);
        return application.awaitExit();
      }
    }
  }

  private DemoProcess startWorkspace(Path workspaceDirectory) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--dir", workspaceDirectory.toString(), "--port", String.valueOf(workspacePort)));
    arguments.addAll(
        tables == null
            ? List.of("--tpcds", "main.tpcds=0.01")
            : List.of("--load", "main.tpcds=" + tables, "--infer"));
    return DemoProcess.start(
        "workspace",
        List.of("-Xmx2g"),
        root.resolve("local-workspace/target/local-workspace.jar"),
        arguments,
        line -> line.startsWith("READY"),
        out);
  }

  private DemoProcess startApplication(Path configuration) throws IOException {
    return DemoProcess.start(
        "lakeroute",
        List.of(
            "-Xmx512m",
            "-Dcamel.main.override-properties-location=file:" + configuration.toAbsolutePath()),
        root.resolve("routes/target/lakeroute.jar"),
        List.of(),
        line -> line.contains("Apache Camel") && line.contains(" started in "),
        out);
  }

  /** Writes the application's configuration, readable by its owner only: it holds secrets. */
  private Path configure(
      Path data, Path examples, DemoWorkspace sql, String apiKey, DemoReceiver receiver)
      throws IOException, NoSuchAlgorithmException {
    byte[] cursorKey = new byte[32];
    new SecureRandom().nextBytes(cursorKey);
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(apiKey.getBytes(StandardCharsets.UTF_8));
    String text =
        """
        camel.main.routesIncludePattern = classpath:rest.camel.yaml,classpath:interactions.camel.yaml,\
        classpath:runs.camel.yaml,classpath:snapshot-import.camel.yaml,classpath:change-sync.camel.yaml,classpath:audience-export.camel.yaml,\
        classpath:segments.camel.yaml,classpath:profiles.camel.yaml,classpath:journey.camel.yaml,file:%s/arms.camel.yaml
        camel.server.port = %d
        camel.management.port = %d
        databricks.connections.default.host = %s
        databricks.connections.default.httpPath = %s
        databricks.connections.default.auth = oauth-m2m
        databricks.connections.default.clientId = %s
        databricks.connections.default.clientSecret = %s
        databricks.connections.default.catalog = main
        databricks.connections.default.writeBack = true
        databricks.connections.default.stagingPrefix = /Volumes/main/tpcds/exports/lakeroute
        lakeroute.rest.apiKeys = demo=%s
        lakeroute.interactions.cursor.secretKey = %s
        lakeroute.interactions.mappings = file:%s/*.interactions.yaml
        lakeroute.segments.models = file:%s/*.model.yaml
        lakeroute.segments.definitions = file:%s/*.segment.yaml
        lakeroute.profiles.models = {{lakeroute.segments.models}}
        lakeroute.profiles.definitions = {{lakeroute.segments.definitions}}
        lakeroute.profiles.mappings = {{lakeroute.interactions.mappings}}
        lakeroute.profiles.cache = true
        lakeroute.profiles.invalidations = seda:profile-changes
        lakeroute.sync.invalidations = seda:profile-changes
        lakeroute.sync.invalidationColumn = c_customer_sk
        databricks.store.directory = %s
        lakeroute.import.table = main.tpcds.customer
        lakeroute.import.keys = c_customer_sk
        lakeroute.import.frequency = once
        lakeroute.import.directory = %s
        lakeroute.sync.table = main.tpcds.customer
        lakeroute.sync.keys = c_customer_sk
        lakeroute.sync.frequency = once
        lakeroute.sync.directory = %s
        lakeroute.export.source = databricks:query?connection=default&outputType=batches&sql=RAW(SELECT c_customer_sk AS id, c_first_name AS name FROM main.tpcds.customer)
        lakeroute.export.audience = customers
        lakeroute.export.schema = tpcds
        lakeroute.export.keys = id
        lakeroute.export.frequency = once
        lakeroute.journey.models = {{lakeroute.segments.models}}
        lakeroute.journey.definitions = {{lakeroute.segments.definitions}}
        lakeroute.journey.journeys = file:%s/*.journey.yaml
        lakeroute.journey.journey = home-offer
        lakeroute.journey.frequency = once
        lakeroute.destinations.service.url = %s
        lakeroute.destinations.service.template = generic
        demo.deliveries = %s
        """
            .formatted(
                examples.toAbsolutePath(),
                port,
                managementPort,
                sql.property("host"),
                sql.property("http.path"),
                sql.property("client.id"),
                sql.property("client.secret"),
                HexFormat.of().formatHex(digest),
                Base64.getEncoder().encodeToString(cursorKey),
                examples.toAbsolutePath(),
                examples.toAbsolutePath(),
                examples.toAbsolutePath(),
                data.resolve("store").toAbsolutePath(),
                data.resolve("imports").toAbsolutePath(),
                data.resolve("syncs").toAbsolutePath(),
                examples.toAbsolutePath(),
                receiver.url(),
                data.resolve("deliveries").toAbsolutePath());
    Path file = data.resolve("demo.properties");
    Files.deleteIfExists(file);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return Files.writeString(file, text);
  }
}
