package io.lakeroute.databricks;

import io.lakeroute.databricks.profile.ProfileReader;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Publishes declared connections before routes are built, so that {@code jdbc:acme} works without
 * any {@code databricks:} endpoint. Stateless.
 */
public class ConnectionsPlugin implements ContextServicePlugin {

  /**
   * Camel calls this from the context's constructor, before it has properties, so the work waits
   * for its start.
   */
  @Override
  public void load(CamelContext context) {
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextInitializing(CamelContext starting) {
            if (!starting
                .getPropertiesComponent()
                .loadPropertiesAsMap(ProfileReader::isConnectionKey)
                .isEmpty()) {
              ServiceHelper.initService(starting.getComponent("databricks"));
            }
          }
        });
  }
}
