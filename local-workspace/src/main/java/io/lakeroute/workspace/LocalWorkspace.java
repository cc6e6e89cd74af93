// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace;

import io.lakeroute.workspace.auth.Authenticator;
import io.lakeroute.workspace.auth.EntraTokens;
import io.lakeroute.workspace.auth.OAuthGrants;
import io.lakeroute.workspace.auth.OAuthResource;
import io.lakeroute.workspace.auth.Tokens;
import io.lakeroute.workspace.grants.AccessLists;
import io.lakeroute.workspace.grants.Authorizer;
import io.lakeroute.workspace.history.HistoryResource;
import io.lakeroute.workspace.history.QueryHistory;
import io.lakeroute.workspace.http.Router;
import io.lakeroute.workspace.identity.Access;
import io.lakeroute.workspace.identity.FederationResource;
import io.lakeroute.workspace.identity.Principals;
import io.lakeroute.workspace.identity.ScimResource;
import io.lakeroute.workspace.identity.Secrets;
import io.lakeroute.workspace.identity.SecretsResource;
import io.lakeroute.workspace.knobs.Faults;
import io.lakeroute.workspace.knobs.KnobsResource;
import io.lakeroute.workspace.knobs.RequestLog;
import io.lakeroute.workspace.knobs.Settings;
import io.lakeroute.workspace.load.CsvLoader;
import io.lakeroute.workspace.load.LoadException;
import io.lakeroute.workspace.load.LoadRequest;
import io.lakeroute.workspace.load.TpcdsLoader;
import io.lakeroute.workspace.s3.S3Service;
import io.lakeroute.workspace.server.Tls;
import io.lakeroute.workspace.server.WorkspaceServer;
import io.lakeroute.workspace.sql.Securables;
import io.lakeroute.workspace.sql.Sessions;
import io.lakeroute.workspace.sql.SparkEngine;
import io.lakeroute.workspace.sql.Statements;
import io.lakeroute.workspace.statements.ResultLinks;
import io.lakeroute.workspace.statements.SessionsResource;
import io.lakeroute.workspace.statements.StatementsResource;
import io.lakeroute.workspace.thrift.ThriftCalls;
import io.lakeroute.workspace.thrift.ThriftResource;
import io.lakeroute.workspace.unity.DirectoriesResource;
import io.lakeroute.workspace.unity.FilesResource;
import io.lakeroute.workspace.unity.GrantsResource;
import io.lakeroute.workspace.unity.TablesResource;
import io.lakeroute.workspace.unity.UnityResource;
import io.lakeroute.workspace.unity.VolumesResource;
import io.lakeroute.workspace.warehouses.Cluster;
import io.lakeroute.workspace.warehouses.ClustersResource;
import io.lakeroute.workspace.warehouses.Warehouse;
import io.lakeroute.workspace.warehouses.WarehousePermissions;
import io.lakeroute.workspace.warehouses.WarehousesResource;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program: one Databricks-compatible workspace in this process, until it is stopped. */
@Command(
    name = "local-workspace",
    description = "A Databricks-compatible workspace for one machine.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
public final class LocalWorkspace implements Callable<Integer> {

  private static final int CANNOT_START = 2;

  @Option(
      names = "--dir",
      required = true,
      paramLabel = "DIR",
      description = "Where everything is kept; created if missing.")
  private Path dir;

  @Option(
      names = "--port",
      defaultValue = "8470",
      paramLabel = "PORT",
      description = "Port on 127.0.0.1; 0 takes any free one. Default: ${DEFAULT-VALUE}")
  private int port;

  @Option(
      names = "--tls",
      description = "Speaks https, with a certificate whose authority is in DIR/tls.")
  private boolean useTls;

  @Option(
      names = "--s3-port",
      paramLabel = "PORT",
      description = "Starts an S3 server on this port of 127.0.0.1; 0 takes any free one.")
  private Optional<Integer> s3Port = Optional.empty();

  @Option(
      names = "--load",
      paramLabel = "catalog.schema=FOLDER",
      description = "Makes a Delta table of each *.csv and *.csv.gz in the folder.")
  private List<String> csv = List.of();

  @Option(names = "--infer", description = "Infers column types of --load; otherwise STRING.")
  private boolean infer;

  @Option(
      names = "--tpcds",
      paramLabel = "catalog.schema=SCALE",
      description = "Generates the TPC-DS tables at this scale, such as 0.01.")
  private List<String> tpcds = List.of();

  public static void main(String[] args) {
    int code =
        new CommandLine(new LocalWorkspace())
            .setParameterExceptionHandler((e, arguments) -> complain(e.getMessage()))
            .setExecutionExceptionHandler((e, command, result) -> complain(reason(e)))
            .execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  private static int complain(String message) {
    System.err.println("local-workspace: " + message.lines().findFirst().orElse(message));
    return CANNOT_START;
  }

  private static String reason(Exception e) {
    boolean explained = e instanceof StartException || e instanceof LoadException;
    return explained ? e.getMessage() : e.toString();
  }

  @Override
  public Integer call() throws Exception {
    var folders = csv.stream().map(LoadRequest::csv).toList();
    var scales = tpcds.stream().map(LoadRequest::tpcds).toList();
    var directory = directory();
    var credentials = directory.credentials();
    var settings = new Settings();
    var faults = new Faults();
    var requests = new RequestLog();
    var principals =
        new Principals(directory.path().resolve("principals.json"), credentials::administrators);
    var secrets = new Secrets(principals);
    var access = new Access(principals);
    var entra = new EntraTokens();
    var tokens = new Tokens(credentials.signingKey(), settings);
    var router = new Router();
    var authenticator = new Authenticator(credentials, tokens, entra, principals);
    var tls = tls(directory);
    var server = server(tls, router, authenticator, faults, requests);
    var s3 = s3(directory);

    var authorizer = new Authorizer(new AccessLists(new Securables(directory.path())), principals);
    var engine = new SparkEngine(directory.path(), authorizer, s3::access);
    load(engine, folders, scales);
    var warehouse = new Warehouse(directory.warehouseId(), settings, authorizer);
    var cluster = new Cluster(settings, authorizer);
    var sessions = new Sessions(engine, settings, warehouse);
    var history = new QueryHistory(principals);
    var statements = new Statements(engine, settings, history, directory.path());
    var links = new ResultLinks(statements, settings, credentials.signingKey());
    Stream.of(
            new OAuthResource(new OAuthGrants(principals, secrets), tokens),
            new ScimResource(principals, access),
            new SecretsResource(access, secrets),
            new FederationResource(principals, access, directory.accountId()),
            new KnobsResource(faults, settings, requests, tokens::revoke, entra::trust, s3),
            new SessionsResource(sessions, warehouse),
            new StatementsResource(statements, sessions, warehouse, links),
            links,
            new ThriftResource(
                "/sql/1.0/warehouses/{id}",
                warehouse,
                new ThriftCalls(warehouse, sessions, statements)),
            new ThriftResource(
                "/sql/protocolv1/o/{org}/{id}",
                cluster,
                new ThriftCalls(cluster, sessions, statements)),
            new ClustersResource(cluster, () -> sessions.drop(cluster)),
            new HistoryResource(history, principals, warehouse.id(), statements::awaitReads),
            new WarehousesResource(warehouse, settings),
            new WarehousePermissions(warehouse, authorizer),
            new UnityResource(engine),
            new TablesResource(engine),
            new VolumesResource(engine),
            new FilesResource(engine, directory.path().resolve("spool/uploads")),
            new DirectoriesResource(engine),
            new GrantsResource(engine))
        .forEach(resource -> resource.register(router));

    directory.publish(server.url(), tls);
    await(s3);
    server.start();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> stop(server, statements, engine, s3, directory)));
    System.out.println(
        "READY " + server.url() + " " + directory.path().resolve("workspace.properties"));
    return 0;
  }

  private WorkspaceDirectory directory() throws StartException {
    try {
      return new WorkspaceDirectory(dir);
    } catch (IOException e) {
      throw new StartException("Cannot use " + dir + " as the workspace's folder: " + e);
    }
  }

  private Optional<Tls> tls(WorkspaceDirectory directory)
      throws StartException, InterruptedException {
    try {
      return useTls
          ? Optional.of(new Tls(directory.path().resolve("tls"), directory.keyStorePassword()))
          : Optional.empty();
    } catch (IOException | GeneralSecurityException e) {
      throw new StartException("Cannot make a certificate in " + dir + ": " + e.getMessage());
    }
  }

  /** What starts in parallel with Spark. */
  private S3Service s3(WorkspaceDirectory directory) throws StartException {
    var s3 = new S3Service(directory.path().resolve("s3"), directory.s3Keys(), directory::publish);
    try {
      if (s3Port.isPresent()) {
        s3.launch(s3Port.get());
      }
      return s3;
    } catch (IOException e) {
      throw new StartException("Cannot start the S3 server: " + e.getMessage());
    }
  }

  private static void await(S3Service s3) throws StartException {
    try {
      s3.await();
    } catch (IOException e) {
      throw new StartException("Cannot start the S3 server: " + e.getMessage());
    }
  }

  private void load(
      SparkEngine engine, List<LoadRequest.Csv> folders, List<LoadRequest.Tpcds> scales) {
    Stream.of(folders, scales)
        .flatMap(List::stream)
        .forEach(request -> engine.catalogs().createIfMissing(request.catalog()));
    var csvLoader = new CsvLoader(engine.spark(), System.out::println);
    folders.forEach(request -> csvLoader.load(request, infer));
    var tpcdsLoader = new TpcdsLoader(engine.spark(), System.out::println);
    scales.forEach(tpcdsLoader::load);
  }

  private WorkspaceServer server(
      Optional<Tls> tls,
      Router router,
      Authenticator authenticator,
      Faults faults,
      RequestLog requests)
      throws StartException {
    try {
      return new WorkspaceServer(port, tls, router, authenticator, faults, requests);
    } catch (BindException e) {
      throw new StartException(
          "Port %d on 127.0.0.1 is taken; choose another with --port, or 0 for any free one."
              .formatted(port));
    } catch (IOException | IllegalArgumentException e) {
      throw new StartException("Cannot listen on port " + port + ": " + e.getMessage());
    }
  }

  private static void stop(AutoCloseable... parts) {
    for (var part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        System.err.println("local-workspace: while stopping: " + e);
      }
    }
  }
}
