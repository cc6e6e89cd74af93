package io.lakeroute.databricks;

import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteTemplateContext;
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

  @Override
  public void load(CamelContext context) {
    try {
      watch(context);
    } catch (NullPointerException e) {
      // Camel calls this from the constructor of a context that has no model yet, and cannot be
      // asked whether it has. Its Kamelets are not loaded before its start.
      context.addLifecycleStrategy(
          new LifecycleStrategySupport() {
            @Override
            public void onContextInitializing(CamelContext starting) {
              watch(starting);
            }
          });
    }
  }

  private static void watch(CamelContext context) {
    Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
    if (model == null) {
      return; // A context without models has no Kamelets.
    }
    model.getRouteTemplateDefinitions().forEach(KameletPlugin::addCheck);
    model.addModelLifecycleStrategy(
        new ModelLifecycleStrategySupport() {
          @Override
          public void onAddRouteTemplateDefinition(RouteTemplateDefinition template) {
            addCheck(template);
          }
        });
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
