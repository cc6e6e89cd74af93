// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks;

import io.lakeroute.databricks.kamelet.KameletPlugin;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.TypeConverterLoader;
import org.apache.camel.spi.TypeConverterRegistry;

/**
 * Loads the plugins of this jar where Camel does not find them: it looks for plugins in the JVM's
 * class loader, but for loaders of type converters also in the thread's, which has this jar in
 * {@code mvn camel:run} and {@code exec:java}. For one context; not thread-safe.
 */
public class PluginsLoader implements TypeConverterLoader, CamelContextAware {

  private CamelContext context;

  @Override
  public void load(TypeConverterRegistry registry) {
    if (context != null) {
      new ConnectionsPlugin().load(context);
      new KameletPlugin().load(context);
    }
  }

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  @Override
  public void setCamelContext(CamelContext camelContext) {
    context = camelContext;
  }
}
