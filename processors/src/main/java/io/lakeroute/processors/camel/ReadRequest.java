// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.rest.RequestTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Replaces an HTTP request's headers by the parameters of its path and query, checked by name;
 * thread-safe once started. The tenant of the caller becomes the header by which endpoints know it.
 *
 * <p>Camel appends HTTP headers, query and path parameters to one map, in which a header named
 * {@code id} or {@code from} could pass for a parameter, and would be sent back in the response.
 */
public class ReadRequest extends ContextStep {

  private static final String SERVER_PATH = "camel.server.path";

  private Optional<String> mountedAt = Optional.empty();

  private String path = "";
  private Set<String> once = Set.of();
  private Set<String> repeatable = Set.of();
  private Optional<String> tenants = Optional.empty();
  private RequestTarget target;

  @Override
  protected void doStart() {
    String prefix = mountedAt.map(ReadRequest::segments).orElseGet(this::prefixOfCamel);
    target = new RequestTarget(prefix + path, once, repeatable);
  }

  /** The main HTTP server serves below one path, and there Rest DSL below another. */
  private String prefixOfCamel() {
    String server =
        getCamelContext().getPropertiesComponent().resolveProperty(SERVER_PATH).orElse("");
    String rest = getCamelContext().getRestConfiguration().getContextPath();
    return segments(server) + segments(rest == null ? "" : rest);
  }

  private static String segments(String path) {
    String inner = path.strip().replaceAll("^/+|/+$", "");
    return inner.isEmpty() ? "" : "/" + inner;
  }

  @Override
  public void process(Exchange exchange) {
    if (tenants.filter(String::isBlank).isPresent()) {
      PerTenant.requireNone(exchange);
    }
    Message message = exchange.getMessage();
    Map<String, List<String>> parameters =
        target.parameters(
            rawPath(message.getHeader(Exchange.HTTP_URI, "", String.class)),
            message.getHeader(Exchange.HTTP_RAW_QUERY, "", String.class));
    message.removeHeaders("*");
    parameters.forEach(
        (name, values) -> message.setHeader(name, values.size() == 1 ? values.get(0) : values));
    message.setHeader(
        AuthenticateCaller.REQUEST_ID_HEADER, exchange.getProperty(AuthenticateCaller.REQUEST_ID));
    String tenant = exchange.getProperty(AuthenticateCaller.TENANT, String.class);
    if (tenant != null) {
      message.setHeader(StatementProperties.TENANT_HEADER, tenant);
    }
  }

  /** The path as the caller sent it: CamelHttpPath has it with {@code ..} resolved. */
  private static String rawPath(String uri) {
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }

  /** The prefix of all paths on this server; the default is Camel's own setting of it. */
  public void setMountedAt(String path) {
    this.mountedAt = Optional.of(path);
  }

  /** The operation's path below that prefix, with {@code {name}} for path parameters. */
  public void setPath(String path) {
    this.path = path;
  }

  /** The tenants that the flow serves; where it is empty, callers with a tenant are refused. */
  public void setTenants(String tenants) {
    this.tenants = Optional.of(tenants);
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
