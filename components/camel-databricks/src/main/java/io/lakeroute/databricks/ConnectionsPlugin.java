// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks;

import io.lakeroute.databricks.option.DeclaredProperties;
import io.lakeroute.databricks.profile.ProfileReader;
import io.lakeroute.databricks.text.RouteTexts;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Publishes declared connections before routes are built, so that {@code jdbc:acme} works without
 * any {@code databricks:} endpoint, and has texts arrive as they were written. Stateless.
 */
public class ConnectionsPlugin implements ContextServicePlugin {

  /**
   * Camel calls this from the context's constructor, before it has properties, so the work waits
   * for its start.
   */
  @Override
  public void load(CamelContext context) {
    if (context.getCamelContextExtension().getContextPlugin(ConnectionsPlugin.class) != null) {
      return;
    }
    context.getCamelContextExtension().addContextPlugin(ConnectionsPlugin.class, this);
    bindTexts(context);
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextInitializing(CamelContext starting) {
            bindTexts(starting);
            checkTexts(starting);
            if (new DeclaredProperties(starting)
                .hasBelow(ProfileReader.PREFIX, ProfileReader::keys)) {
              ServiceHelper.initService(starting.getComponent("databricks"));
            }
          }
        });
  }

  /**
   * Asked before the factory of the service file, which leaves texts to be decoded; again for a
   * context that got another registry in the meantime.
   */
  private static void bindTexts(CamelContext context) {
    if (context.getRegistry().lookupByName(TextUriFactory.class.getName()) == null) {
      context.getRegistry().bind(TextUriFactory.class.getName(), new TextUriFactory(context));
    }
  }

  /** Of the routes there are, and of those that come later, as Kamelets do. */
  private static void checkTexts(CamelContext context) {
    Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
    if (model != null) {
      RouteTexts texts = new RouteTexts(context, scheme -> TextUriFactory.names(context, scheme));
      List.copyOf(model.getRouteDefinitions()).forEach(texts::check);
      model.addModelLifecycleStrategy(texts);
    }
  }
}
