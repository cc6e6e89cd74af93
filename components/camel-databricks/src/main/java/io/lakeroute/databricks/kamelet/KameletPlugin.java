// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.kamelet;

import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteTemplateContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Has each route checked that is made of a Kamelet or route template of this project, whenever and
 * however that happens. Stateless.
 */
public class KameletPlugin implements ContextServicePlugin {

  /**
   * Camel calls this from the constructor of a context, which has no model yet, but always before
   * the first route template, which some builder of routes brings, or that context's start.
   */
  @Override
  public void load(CamelContext context) {
    if (context.getCamelContextExtension().getContextPlugin(KameletPlugin.class) != null) {
      return;
    }
    context.getCamelContextExtension().addContextPlugin(KameletPlugin.class, this);
    Watch watch = new Watch();
    context.getRegistry().bind(Watch.class.getName(), watch);
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextInitializing(CamelContext starting) {
            watch.over(starting);
          }
        });
  }

  /** Sees each route template of one context, from the first builder of routes on. */
  private static final class Watch extends ModelLifecycleStrategySupport
      implements RouteBuilderLifecycleStrategy {

    @Override
    public void beforeConfigure(RouteBuilder builder) {
      over(builder.getContext());
    }

    void over(CamelContext context) {
      Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
      if (model != null && !model.getModelLifecycleStrategies().contains(this)) {
        model.getRouteTemplateDefinitions().forEach(KameletPlugin::addCheck);
        model.addModelLifecycleStrategy(this);
      }
    }

    @Override
    public void onAddRouteTemplateDefinition(RouteTemplateDefinition template) {
      addCheck(template);
    }
  }

  /** Camel calls a template's configurer for each route, before it makes beans and endpoints. */
  private static void addCheck(RouteTemplateDefinition template) {
    if (KameletChecks.covers(template.getId())) {
      Consumer<RouteTemplateContext> check =
          given -> KameletChecks.check(template, given, System.getenv().keySet());
      Consumer<RouteTemplateContext> own = template.getConfigurer();
      template.setConfigurer(own == null ? check : check.andThen(own));
    }
  }
}
