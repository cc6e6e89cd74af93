// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.knobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.workspace.http.Handler;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Resource;
import io.lakeroute.workspace.http.Response;
import io.lakeroute.workspace.http.Router;
import io.lakeroute.workspace.s3.S3Service;
import java.util.function.Consumer;

/**
 * {@code /local/...}: what only tests and demos turn, without credentials, on the loopback address.
 */
public final class KnobsResource implements Resource {

  private final Faults faults;
  private final Settings settings;
  private final RequestLog requests;
  private final Consumer<JsonNode> revokeTokens;
  private final Consumer<JsonNode> trustEntra;
  private final S3Service s3;

  public KnobsResource(
      Faults faults,
      Settings settings,
      RequestLog requests,
      Consumer<JsonNode> revokeTokens,
      Consumer<JsonNode> trustEntra,
      S3Service s3) {
    this.faults = faults;
    this.settings = settings;
    this.requests = requests;
    this.revokeTokens = revokeTokens;
    this.trustEntra = trustEntra;
    this.s3 = s3;
  }

  @Override
  public void register(Router router) {
    router
        .open("POST", "/local/faults", this::addFault)
        .open("DELETE", "/local/faults", request -> done(this::clearFaults))
        .open("GET", "/local/settings", request -> Response.json(settings.json()))
        .open("POST", "/local/settings", this::changeSettings)
        .open("GET", "/local/requests", request -> Response.json(requests.entries()))
        .open("DELETE", "/local/requests", request -> done(requests::clear))
        .open("POST", "/local/s3", request -> done(s3::start))
        .open("POST", "/local/s3/faults", this::addS3Fault)
        .open("GET", "/local/s3/requests", request -> Response.json(s3.requests()))
        .open("DELETE", "/local/s3/requests", request -> done(s3::clearRequests))
        .open("POST", "/local/tokens/revoke", with(revokeTokens))
        .open("POST", "/local/entra", with(trustEntra));
  }

  private Response addFault(Request request) {
    return done(() -> faults.add(request.json()));
  }

  private void clearFaults() {
    faults.clear();
    s3.clearFaults();
  }

  private Response addS3Fault(Request request) {
    return done(() -> s3.addFault(request.json()));
  }

  private Response changeSettings(Request request) {
    settings.change(request.json());
    return Response.json(settings.json());
  }

  private static Handler with(Consumer<JsonNode> action) {
    return request -> done(() -> action.accept(request.json()));
  }

  private static Response done(Runnable action) {
    action.run();
    return Response.json(Json.object());
  }
}
