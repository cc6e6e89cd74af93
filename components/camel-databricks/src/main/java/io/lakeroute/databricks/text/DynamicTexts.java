// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.text;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.component.SendDynamicAwareSupport;
import org.apache.camel.util.StringHelper;

/**
 * Looks at the URIs that {@code toD}, {@code wireTap} and {@code enrich} make of messages before
 * Camel decodes them: texts arrive as they are, and no message adds an option or removes one.
 * Thread-safe once started.
 */
public class DynamicTexts extends SendDynamicAwareSupport {

  private volatile WrittenUri written;

  @Override
  public boolean isLenientProperties() {
    return false;
  }

  /** Needs no list of options, which Camel would look for under the component's name. */
  @Override
  protected void doInit() {}

  @Override
  public DynamicAwareEntry prepare(Exchange exchange, String uri, String originalUri) {
    try {
      EndpointTexts.checkCharacters("The URI that the message makes of a databricks endpoint", uri);
      Map<String, Object> evaluated = written(originalUri).evaluated(uri);
      EndpointTexts.evaluated(evaluated);
      return new DynamicAwareEntry(uri, originalUri, evaluated, null);
    } catch (DatabricksException e) {
      throw e.getReason() == Reason.INVALID ? e : ofMessage(e);
    }
  }

  /** Camel has one of this class for each step, and the step has one URI. */
  private WrittenUri written(String originalUri) {
    WrittenUri known = written;
    if (known == null || !known.isOf(originalUri)) {
      known = new WrittenUri(getCamelContext(), originalUri);
      written = known;
    }
    return known;
  }

  /**
   * What is wrong, in the first sentence; the remedy in the others is for whoever writes routes.
   */
  private static DatabricksException ofMessage(DatabricksException wrong) {
    return new DatabricksException(
        Reason.INVALID,
        StringHelper.before(wrong.getMessage() + " ", ". ") + ". " + WrittenUri.REMEDY);
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
