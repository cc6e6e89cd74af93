// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.identity;

import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Response;

/** Refusals in SCIM's own form; stateless. */
final class ScimError {

  private ScimError() {}

  static ApiException of(int status, String detail) {
    var body = Json.object().put("detail", detail).put("status", String.valueOf(status));
    body.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:Error");
    return new ApiException(Response.json(status, body), detail);
  }
}
