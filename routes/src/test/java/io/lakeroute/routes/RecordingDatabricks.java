// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import io.lakeroute.databricks.DatabricksComponent;
import io.lakeroute.databricks.DatabricksEndpoint;
import io.lakeroute.databricks.DatabricksEndpointConfigurer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** Makes endpoints as the component does, and keeps them in place of using them; for one test. */
final class RecordingDatabricks extends DatabricksComponent {

  private final List<DatabricksEndpoint> made = new CopyOnWriteArrayList<>();

  List<DatabricksEndpoint> made() {
    return made;
  }

  @Override
  public PropertyConfigurer getEndpointPropertyConfigurer() {
    return new DatabricksEndpointConfigurer();
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    made.add((DatabricksEndpoint) super.createEndpoint(uri, remaining, parameters));
    return new Unused(uri, this);
  }

  /** Takes part in routes and does nothing. */
  private static final class Unused extends DefaultEndpoint implements MultipleConsumersSupport {
    Unused(String uri, RecordingDatabricks component) {
      super(uri, component);
    }

    @Override
    public boolean isMultipleConsumersSupported() {
      return true;
    }

    @Override
    public Producer createProducer() {
      return new DefaultProducer(this) {
        @Override
        public void process(Exchange exchange) {}
      };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
      return new DefaultConsumer(this, processor);
    }

    @Override
    public boolean isSingleton() {
      return true;
    }
  }
}
