// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.application;

import io.lakeroute.tests.workspace.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;

/**
 * The application with the import flow, or with the sync flow, whose first run begins with its
 * start; for one test.
 */
public final class ImportApplication implements AutoCloseable {

  private final Application application;
  private final ProducerTemplate template;
  private final Instant begun;
  private int seen;

  private ImportApplication(Application application, Instant begun) {
    this.application = application;
    this.template = application.camelContext().createProducerTemplate();
    this.begun = begun;
  }

  /**
   * Starts it.
   *
   * @param table its whole name
   * @param folder for its store and files, kept from one start to the next
   * @param more settings, such as {@code lakeroute.import.sink}
   */
  public static ImportApplication start(
      Workspace workspace, Path folder, String table, Map<String, String> more) throws Exception {
    return start(settings(workspace, folder, table, more));
  }

  /** The same with the sync flow, whose settings are {@code lakeroute.sync.*}. */
  public static ImportApplication startSync(
      Workspace workspace, Path folder, String table, Map<String, String> more) throws Exception {
    return start(syncSettings(workspace, folder, table, more));
  }

  private static ImportApplication start(Map<String, String> settings) throws Exception {
    Instant begun = Instant.now();
    return new ImportApplication(Application.start(settings), begun);
  }

  /** What the import needs besides the defaults. */
  public static Map<String, String> settings(
      Workspace workspace, Path folder, String table, Map<String, String> more) {
    Map<String, String> settings = settings(workspace, folder, "lakeroute.import.", table);
    settings.put("camel.main.routesIncludePattern", "classpath:snapshot-import.camel.yaml");
    settings.putAll(more);
    return settings;
  }

  /** What the sync needs besides the defaults. */
  public static Map<String, String> syncSettings(
      Workspace workspace, Path folder, String table, Map<String, String> more) {
    Map<String, String> settings = settings(workspace, folder, "lakeroute.sync.", table);
    settings.put("camel.main.routesIncludePattern", "classpath:change-sync.camel.yaml");
    settings.putAll(more);
    return settings;
  }

  private static Map<String, String> settings(
      Workspace workspace, Path folder, String flow, String table) {
    Map<String, String> settings = new HashMap<>(Application.connection(workspace));
    settings.put("databricks.store.directory", folder.resolve("store").toString());
    settings.put(flow + "directory", folder.resolve("files").toString());
    settings.put(flow + "table", table);
    settings.put(flow + "frequency", "once");
    settings.put(flow + "redeliveryDelay", "10");
    return settings;
  }

  /** Waits for the next run of this start to end, and gives its record. */
  public Map<String, Object> awaitRun() {
    List<Map<String, Object>> runs =
        Awaitility.await()
            .atMost(Duration.ofMinutes(2))
            .until(this::ended, all -> all.size() > seen);
    seen++;
    return runs.get(runs.size() - seen);
  }

  /** Runs once more, to the end. */
  public Map<String, Object> runAgain() {
    steer("run");
    return awaitRun();
  }

  /** Forgets how far the flow has come, and runs anew, to the end. */
  public Map<String, Object> runAnew() {
    steer("reset");
    return runAgain();
  }

  private void steer(String action) {
    String key = (String) runs().get(0).get("key");
    template.requestBodyAndHeader(
        "databricks:runs?connection=default&action=" + action, null, "CamelDatabricksRunKey", key);
  }

  /** The runs of this start that are not under way any more, the latest first. */
  private List<Map<String, Object>> ended() {
    return runs().stream()
        .filter(run -> !"RUNNING".equals(run.get("state")))
        .filter(run -> !((Instant) run.get("startedAt")).isBefore(begun))
        .toList();
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> runs() {
    return template.requestBody("databricks:runs?connection=default", null, List.class);
  }

  public CamelContext camel() {
    return application.camelContext();
  }

  public Application application() {
    return application;
  }

  @Override
  public void close() {
    application.close();
  }
}
