package org.example.leads;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LeadTest extends CamelTestSupport {

  @RegisterExtension
  static final LocalWorkspace WORKSPACE =
      new LocalWorkspace("--load", "main.crm=src/test/data", "--infer");

  @Override
  protected CamelContext createCamelContext() throws Exception {
    CamelContext created = super.createCamelContext();
    created.getPropertiesComponent().setOverrideProperties(WORKSPACE.connection());
    return created;
  }

  @Override
  protected RoutesBuilder[] createRouteBuilders() throws Exception {
    var file =
        PluginHelper.getResourceLoader(context).resolveResource("classpath:camel/lead.camel.yaml");
    return PluginHelper.getRoutesLoader(context)
        .findRoutesBuilders(file)
        .toArray(RoutesBuilder[]::new);
  }

  @Test
  void finds_a_lead_by_its_id() {
    String lead = template.requestBodyAndHeader("direct:lead", null, "id", "2", String.class);

    assertEquals("[{\"id\":2,\"name\":\"Grace\",\"score\":0.7}]", lead);
  }
}
