package io.lakeroute.routes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.databricks.DatabricksEndpoint;
import java.util.List;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;

/** Kamelets loaded with texts, and the endpoints that they make of them; for one test. */
final class LoadedKamelets implements AutoCloseable {

  private final RecordingDatabricks databricks = new RecordingDatabricks();
  private final DefaultCamelContext camel;
  private int routes;

  LoadedKamelets() throws Exception {
    Properties settings = new Properties();
    settings.put(
        "lakeroute.interactions.cursor.secretKey", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
    camel = HostileTexts.start(databricks, settings, "[]");
  }

  DefaultCamelContext camel() {
    return camel;
  }

  List<DatabricksEndpoint> made() {
    return databricks.made();
  }

  /** Camel makes an endpoint of the same URI once only. */
  void forget() throws Exception {
    databricks.made().clear();
    camel.removeEndpoints("databricks*");
  }

  void load(KameletTexts kamelet, ObjectNode parameters) throws Exception {
    routes++;
    HostileTexts.load(
        camel,
        kamelet.source()
            ? """
            - from:
                uri: kamelet:%s
                parameters: %s
                steps:
                  - to: mock:sink
            """
                .formatted(kamelet.name(), parameters)
            : """
            - from:
                uri: direct:mine%d
                steps:
                  - to:
                      uri: kamelet:%s
                      parameters: %s
            """
                .formatted(routes, kamelet.name(), parameters));
  }

  @Override
  public void close() {
    camel.stop();
  }
}
