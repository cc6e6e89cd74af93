package io.lakeroute.processors.camel;

import io.lakeroute.processors.rest.RequestTarget;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Replaces an HTTP request's headers by the parameters of its path and query, checked by name;
 * thread-safe once started. The tenant of the caller becomes the header by which endpoints know it.
 *
 * <p>Camel appends HTTP headers, query and path parameters to one map, in which a header named
 * {@code id} or {@code from} could pass for a parameter, and would be sent back in the response.
 */
public class ReadRequest extends ServiceSupport implements Processor {

  private String path = "";
  private Set<String> once = Set.of();
  private Set<String> repeatable = Set.of();
  private RequestTarget target;

  @Override
  protected void doStart() {
    target = new RequestTarget(path, once, repeatable);
  }

  @Override
  public void process(Exchange exchange) {
    Message message = exchange.getMessage();
    Map<String, List<String>> parameters =
        target.parameters(
            message.getHeader(Exchange.HTTP_PATH, "", String.class),
            message.getHeader(Exchange.HTTP_RAW_QUERY, "", String.class));
    message.removeHeaders("*");
    parameters.forEach(
        (name, values) -> message.setHeader(name, values.size() == 1 ? values.get(0) : values));
    message.setHeader(
        AuthenticateCaller.REQUEST_ID_HEADER, exchange.getProperty(AuthenticateCaller.REQUEST_ID));
    String tenant = exchange.getProperty(AuthenticateCaller.TENANT, String.class);
    if (tenant != null) {
      message.setHeader(InteractionProperties.TENANT_HEADER, tenant);
    }
  }

  /** The operation's path, with {@code {name}} for path parameters. */
  public void setPath(String path) {
    this.path = path;
  }

  /** The query parameters that may be given once, separated by commas. */
  public void setOnce(String names) {
    this.once = Set.of(names.split(","));
  }

  /** The query parameters that may be given several times, separated by commas. */
  public void setRepeatable(String names) {
    this.repeatable = Set.of(names.split(","));
  }
}
