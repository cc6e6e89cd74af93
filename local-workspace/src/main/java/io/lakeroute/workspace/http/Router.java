// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the handler of a method and path; filled before the server starts, then only read. */
public final class Router {

  /** A handler with the path parts it stands for; {@code open} routes need no credential. */
  public record Route(String method, List<String> parts, boolean open, Handler handler) {

    private boolean takesRest() {
      return parts.get(parts.size() - 1).equals(REST);
    }

    Optional<Map<String, String>> match(String requestMethod, List<String> requestParts) {
      boolean fits =
          takesRest() ? parts.size() <= requestParts.size() : parts.size() == requestParts.size();
      if (!fits || !method.equals(requestMethod)) {
        return Optional.empty();
      }
      var variables = new HashMap<String, String>();
      for (int i = 0; i < parts.size(); i++) {
        String part = parts.get(i);
        if (part.equals(REST)) {
          variables.put("path", String.join("/", requestParts.subList(i, requestParts.size())));
        } else if (part.startsWith("{")) {
          variables.put(part.substring(1, part.length() - 1), requestParts.get(i));
        } else if (!part.equals(requestParts.get(i))) {
          return Optional.empty();
        }
      }
      return Optional.of(variables);
    }
  }

  /** A route that fits a request, with the values of its variables. */
  public record Match(Route route, Map<String, String> variables) {}

  /** At the end of a template: one part or more, which become the variable {@code path}. */
  private static final String REST = "{path...}";

  private final List<Route> routes = new ArrayList<>();

  /**
   * A route for callers with a credential; {@code template} may hold {@code {name}} parts, and
   * {@code {path...}} at its end.
   */
  public Router add(String method, String template, Handler handler) {
    routes.add(new Route(method, parts(template), false, handler));
    return this;
  }

  /** A route that anyone may call. */
  public Router open(String method, String template, Handler handler) {
    routes.add(new Route(method, parts(template), true, handler));
    return this;
  }

  /** The route of a request; an ENDPOINT_NOT_FOUND failure where there is none. */
  public Match find(String method, String path) {
    var requestParts = parts(path);
    for (var route : routes) {
      var variables = route.match(method, requestParts);
      if (variables.isPresent()) {
        return new Match(route, variables.get());
      }
    }
    throw ApiException.notFound(
        "ENDPOINT_NOT_FOUND",
        "No API found for '%s %s'".formatted(method, path.replaceFirst("^/api/2\\.[01]", "")));
  }

  private static List<String> parts(String path) {
    return List.of(path.replaceAll("^/+|/+$", "").split("/"));
  }
}
