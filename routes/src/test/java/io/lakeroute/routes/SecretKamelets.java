// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.api.management.JmxSystemPropertyKeys;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Every Kamelet there is, in a Camel whose settings are full of secrets, on a server that refuses
 * them; for one test.
 */
final class SecretKamelets implements AutoCloseable {

  static final List<String> CONNECTIONS = List.of("default", "filed", "personal");

  static final String ID = "principal";

  /** Its parts are between characters that a URI, JSON, YAML or SQL give a meaning. */
  static final String SECRET =
      "hush&hush=hush%41hush+hush#hush?hush\"hush'hush\\hush{hush}hush)hush;hush/hush hush<hush";

  private static final String DISABLED = JmxSystemPropertyKeys.DISABLED;
  private static final String MODELS = "classpath:segments/*.model.yaml";
  private static final Map<String, Map<String, String>> PARAMETERS = parameters();

  private final DefaultCamelContext camel;
  private final Path folder;

  SecretKamelets(HostileWorkspace server, Path folder) throws IOException {
    this.folder = folder;
    Properties settings = settings(server);
    camel =
        managed(
            context -> {
              context.getPropertiesComponent().setInitialProperties(settings);
              context.setDevConsole(true);
              HealthCheckRegistry health = HealthCheckRegistry.get(context);
              health.setEnabled(true);
              for (String id : List.of("producers", "consumers", "routes")) {
                HealthCheckRepository checks = (HealthCheckRepository) health.resolveById(id);
                checks.setEnabled(true);
                health.register(checks);
              }
            });
  }

  /** A started Camel with managed beans, which the tests of this module do without. */
  static DefaultCamelContext managed(Consumer<DefaultCamelContext> before) {
    String disabled = System.getProperty(DISABLED, "false");
    System.setProperty(DISABLED, "false");
    try {
      DefaultCamelContext camel = new DefaultCamelContext();
      before.accept(camel);
      camel.start();
      return camel;
    } finally {
      System.setProperty(DISABLED, disabled);
    }
  }

  static Set<String> names() {
    return PARAMETERS.keySet();
  }

  DefaultCamelContext camel() {
    return camel;
  }

  private Properties settings(HostileWorkspace server) throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), SECRET);
    Files.writeString(
        folder.resolve("all.segment.yaml"),
        """
        segment: all
        model: shop
        rules: {combinator: and, rules: [{field: customers.tier, operator: notNull}]}
        """);
    Map<String, String> settings = new LinkedHashMap<>();
    for (String name : CONNECTIONS) {
      String prefix = "databricks.connections." + name + ".";
      settings.put(prefix + "host", server.url());
      settings.put(prefix + "warehouseId", "0123456789abcdef");
      settings.put(prefix + "writeBack", "true");
      settings.put(prefix + "stagingPrefix", "s3://bucket/lakeroute");
      settings.put(prefix + "staging.endpoint", server.url());
      settings.put(prefix + "staging.region", "eu-central-1");
      settings.put(prefix + "staging.accessKeyId", "AKIAEXAMPLE");
      settings.put(prefix + "staging.secretAccessKey", "{{secret.of.staging}}");
      settings.put(prefix + "staging.sessionToken", SECRET);
      settings.put(prefix + "staging.copyCredential", "inline");
      settings.put(prefix + "proxy.host", "proxy.example");
      settings.put(prefix + "proxy.port", "3128");
      settings.put(prefix + "proxy.username", "proxy-user");
      settings.put(prefix + "proxy.password", SECRET);
      settings.put(prefix + "proxy.nonProxyHosts", "127.0.0.1");
    }
    settings.put("secret.of.staging", SECRET);
    settings.put("databricks.connections.default.clientId", ID);
    settings.put("databricks.connections.default.clientSecret", SECRET);
    settings.put("databricks.connections.filed.clientId", ID);
    settings.put("databricks.connections.filed.clientSecretFile", file.toString());
    settings.put("databricks.connections.personal.auth", "pat");
    settings.put("databricks.connections.personal.token", SECRET);
    settings.put("databricks.store.directory", folder.resolve("store").toString());
    settings.put(
        "lakeroute.interactions.cursor.secretKey", "aHVzaGh1c2hodXNoaHVzaGh1c2hodXNoaHVzaGh1c2g=");
    settings.put("lakeroute.destinations.shop.url", server.url());
    settings.put("lakeroute.destinations.shop.template", "generic");
    settings.put("lakeroute.destinations.shop.auth", "bearer");
    settings.put("lakeroute.destinations.shop.tokenFile", file.toString());
    Properties properties = new Properties();
    properties.putAll(settings);
    return properties;
  }

  /** Loads each Kamelet with each connection. Returns why some did not start. */
  List<Throwable> start() {
    List<Throwable> failures = new ArrayList<>();
    PARAMETERS.forEach(
        (kamelet, parameters) -> {
          for (String connection : CONNECTIONS) {
            Map<String, String> all = new LinkedHashMap<>(parameters);
            all.replaceAll(
                (name, value) ->
                    value.replace("{folder}", folder.toString()).replace("{models}", MODELS));
            if (all.containsKey("connection")) {
              all.put("connection", connection);
            }
            try {
              load(kamelet, connection, new ObjectMapper().writeValueAsString(all));
            } catch (Exception e) {
              failures.add(e);
            }
          }
        });
    return failures;
  }

  private void load(String kamelet, String connection, String parameters) throws Exception {
    String id = kamelet + "-" + connection;
    HostileTexts.load(
        camel,
        kamelet.endsWith("-source")
            ? """
            - route:
                id: %1$s
                from:
                  uri: kamelet:%2$s
                  parameters: %3$s
                  steps:
                    - to: mock:sink
            """
                .formatted(id, kamelet, parameters)
            : """
            - route:
                id: %1$s
                from:
                  uri: direct:%1$s
                  steps:
                    - to:
                        uri: kamelet:%2$s
                        parameters: %3$s
            """
                .formatted(id, kamelet, parameters));
  }

  /** Sends a message to each Kamelet that started and takes one. Returns their failures. */
  List<Throwable> send() throws Exception {
    List<Throwable> failures = new ArrayList<>();
    try (ProducerTemplate template = camel.createProducerTemplate()) {
      for (var route : camel.getRoutes()) {
        if (route.getEndpoint().getEndpointUri().startsWith("direct:")) {
          Exchange sent =
              template.send(
                  route.getEndpoint(),
                  exchange -> {
                    exchange.getMessage().setBody(List.of(Map.of("id", 1L, "email", "a@b.c")));
                    exchange.getMessage().setHeader("id", "1");
                  });
          if (sent.getException() != null) {
            failures.add(sent.getException());
          }
        }
      }
    }
    return failures;
  }

  /** What each Kamelet gets; those that take a connection have it empty here. */
  private static Map<String, Map<String, String>> parameters() {
    try {
      return new YAMLMapper()
          .readValue(
              """
              databricks-audience-sink: {audience: x, schema: crm, catalog: main, connection: ''}
              databricks-catalog-action: {connection: ''}
              databricks-changes-source: {table: main.crm.leads, frequency: once, connection: ''}
              databricks-delivery-file-sink: {endpoint: 'mock:files', directory: '{folder}/deliveries'}
              databricks-delivery-http-sink: {destination: shop, sentDirectory: '{folder}/sent', maximumRedeliveries: '0'}
              databricks-interactions-action: {mappings: 'classpath:mappings/one/*.yaml', connection: ''}
              databricks-journey-action: {models: '{models}', definitions: '', journeys: '', action: preview, connection: ''}
              databricks-profile-action: {models: '{models}', connection: ''}
              databricks-query-action: {sql: SELECT 1, connection: ''}
              databricks-runs-source: {connection: ''}
              databricks-sample-action: {object: main.crm.leads, connection: ''}
              databricks-secret-rotation-action: {rotateAfter: 0s, connection: ''}
              databricks-segment-action: {models: '{models}', connection: ''}
              databricks-segment-source: {models: '{models}', definitions: 'file:{folder}/*.segment.yaml', segment: all, frequency: once, connection: ''}
              databricks-snapshot-source: {table: main.crm.leads, frequency: once, connection: ''}
              databricks-verify-action: {connection: ''}
              databricks-write-sink: {table: main.crm.leads, connection: ''}
              """,
              new TypeReference<Map<String, Map<String, String>>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    camel.stop();
  }
}
