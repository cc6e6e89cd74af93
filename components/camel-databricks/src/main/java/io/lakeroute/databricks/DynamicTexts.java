package io.lakeroute.databricks;

import java.util.Map;
import java.util.StringJoiner;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.component.SendDynamicAwareSupport;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;

/**
 * Looks at the URIs that {@code toD}, {@code wireTap} and {@code enrich} make of messages before
 * Camel decodes them: texts arrive as they are, and no message adds an option. Thread-safe once
 * started.
 */
public class DynamicTexts extends SendDynamicAwareSupport {

  @Override
  public boolean isLenientProperties() {
    return false;
  }

  @Override
  public DynamicAwareEntry prepare(Exchange exchange, String uri, String originalUri)
      throws Exception {
    EndpointTexts.checkCharacters("The URI that the message makes of a databricks endpoint", uri);
    Map<String, Object> written = options(originalUri);
    Map<String, Object> evaluated = options(uri);
    evaluated.forEach((name, value) -> check(name, value, written.get(name)));
    EndpointTexts.evaluated(evaluated);
    return new DynamicAwareEntry(uri, originalUri, evaluated, null);
  }

  private static Map<String, Object> options(String uri) throws Exception {
    return URISupport.parseQuery(URISupport.extractQuery(uri), true);
  }

  private static void check(String name, Object value, Object written) {
    if (written == null) {
      throw new DatabricksException(
          Reason.INVALID,
          "A value of the message adds an option to the databricks endpoint: it holds &. Bind"
              + " values as parameters instead, with the header CamelDatabricksParameters.");
    }
    if (percents(value) > percents(written)) {
      throw new DatabricksException(
          Reason.INVALID,
          "A value of the message holds %25, which Camel takes for % in the option "
              + name
              + ". Bind values as parameters instead, with the header CamelDatabricksParameters.");
    }
  }

  private static int percents(Object value) {
    return value.toString().split("%25", -1).length;
  }

  /** The same URI, such that nothing is lost when Camel normalizes it. */
  @Override
  public String resolveStaticUri(Exchange exchange, DynamicAwareEntry entry) {
    StringJoiner options = new StringJoiner("&");
    EndpointTexts.evaluated(entry.getProperties())
        .forEach(
            (name, text) -> options.add(name + "=" + lossless(entry.getProperties(), name, text)));
    String path = StringHelper.before(entry.getUri(), "?", entry.getUri());
    return options.length() == 0 ? path : path + "?" + options;
  }

  private static String lossless(Map<String, Object> written, String name, Object text) {
    String value = String.valueOf(written.get(name));
    if (!EndpointTexts.opensRaw(value)) {
      return value;
    }
    char closing = value.charAt(3) == '(' ? ')' : '}';
    String doubled = text.toString().replace("%", "%25");
    // Camel sees the end of a RAW() in its first closing bracket, and decodes once more behind it.
    int end = doubled.indexOf(closing);
    String kept =
        end < 0 ? doubled : doubled.substring(0, end) + doubled.substring(end).replace("%", "%25");
    return value.substring(0, 4) + kept + closing;
  }

  @Override
  public Processor createPreProcessor(Exchange exchange, DynamicAwareEntry entry) {
    return null;
  }

  @Override
  public Processor createPostProcessor(Exchange exchange, DynamicAwareEntry entry) {
    return null;
  }
}
