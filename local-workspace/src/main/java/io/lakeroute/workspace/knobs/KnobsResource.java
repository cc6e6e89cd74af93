package io.lakeroute.workspace.knobs;

import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Resource;
import io.lakeroute.workspace.http.Response;
import io.lakeroute.workspace.http.Router;

/**
 * {@code /local/...}: what only tests and demos turn, without credentials, on the loopback address.
 */
public final class KnobsResource implements Resource {

  private final Faults faults;
  private final Settings settings;
  private final RequestLog requests;
  private final Runnable revokeTokens;

  public KnobsResource(
      Faults faults, Settings settings, RequestLog requests, Runnable revokeTokens) {
    this.faults = faults;
    this.settings = settings;
    this.requests = requests;
    this.revokeTokens = revokeTokens;
  }

  @Override
  public void register(Router router) {
    router
        .open("POST", "/local/faults", this::addFault)
        .open("DELETE", "/local/faults", request -> done(faults::clear))
        .open("GET", "/local/settings", request -> Response.json(settings.json()))
        .open("POST", "/local/settings", this::changeSettings)
        .open("GET", "/local/requests", request -> Response.json(requests.entries()))
        .open("DELETE", "/local/requests", request -> done(requests::clear))
        .open("POST", "/local/tokens/revoke", request -> done(revokeTokens));
  }

  private Response addFault(Request request) {
    return done(() -> faults.add(request.json()));
  }

  private Response changeSettings(Request request) {
    settings.change(request.json());
    return Response.json(settings.json());
  }

  private static Response done(Runnable action) {
    action.run();
    return Response.json(Json.object());
  }
}
