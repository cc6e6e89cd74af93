// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks;

import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.util.URISupport;

/**
 * Builds URIs from the parameters of YAML routes so that texts arrive as they are: Camel puts RAW()
 * around what this class names as secret, and decodes everything else. Immutable once it has its
 * context.
 */
public class TextUriFactory extends DatabricksEndpointUriFactory {

  private static final String OBJECT = "object";
  private static final String PARAMETERS = "parameters";

  private static final Set<String> TEXTS =
      new DatabricksEndpointUriFactory()
          .propertyNames().stream().filter(TextUriFactory::text).collect(Collectors.toSet());

  /** Whether an option is text, which may hold whatever a URI gives a meaning. */
  static boolean text(String option) {
    return option.equals(OBJECT)
        || new DatabricksEndpointConfigurer().getOptionType(option, false) == String.class;
  }

  /** Made for one context, where the component may be bound under other names, too. */
  public TextUriFactory(CamelContext context) {
    setCamelContext(context);
  }

  /** Whether a scheme is a name of this component; a placeholder, as Kamelets have it, is none. */
  static boolean names(CamelContext context, String scheme) {
    return scheme.equals(DatabricksComponent.NAME)
        || (!scheme.contains("{{")
            && (context.hasComponent(scheme) instanceof DatabricksComponent
                || context.getRegistry().lookupByName(scheme) instanceof DatabricksComponent));
  }

  @Override
  public boolean isEnabled(String scheme) {
    return names(getCamelContext(), scheme);
  }

  @Override
  public Set<String> secretPropertyNames() {
    return TEXTS;
  }

  /** The object goes into the query, since a path holds no RAW(). */
  @Override
  public String buildUri(String scheme, Map<String, Object> properties, boolean encode)
      throws URISyntaxException {
    Map<String, Object> path = new HashMap<>(properties);
    Map<String, Object> query = new TreeMap<>();
    if (path.remove(OBJECT) instanceof String object && !object.isBlank()) {
      query.put(OBJECT, raw(object));
    }
    if (path.get(PARAMETERS) instanceof Map<?, ?> values) {
      path.remove(PARAMETERS);
      values.forEach((name, value) -> query.put("parameters." + name, raw(String.valueOf(value))));
    }
    String uri = super.buildUri(scheme, path, encode);
    return query.isEmpty()
        ? uri
        : uri + (uri.contains("?") ? "&" : "?") + URISupport.createQueryString(query, encode);
  }

  private static String raw(String text) {
    return text.startsWith("#") || text.startsWith("RAW(") ? text : "RAW(" + text + ")";
  }
}
