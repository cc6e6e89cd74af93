// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/** A request that is refused, with the status and the JSON body that Databricks gives. */
public class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Response response;

  public ApiException(Response response, String message) {
    super(message);
    this.response = response;
  }

  public ApiException(int status, String errorCode, String message) {
    this(Response.json(status, body(errorCode, message)), message);
  }

  public static ApiException badRequest(String message) {
    return new ApiException(400, "INVALID_PARAMETER_VALUE", message);
  }

  public static ApiException notFound(String errorCode, String message) {
    return new ApiException(404, errorCode, message);
  }

  /** A failure with a reason beside its code, for clients that have to tell one from another. */
  public static ApiException withReason(
      int status, String errorCode, String reason, String message) {
    var body = body(errorCode, message);
    body.withArray("details")
        .insertObject(0)
        .put("@type", "type.googleapis.com/google.rpc.ErrorInfo")
        .put("reason", reason)
        .put("domain", "databricks.com")
        .putObject("metadata");
    return new ApiException(Response.json(status, body), message);
  }

  public Response response() {
    return response;
  }

  /** The usual error body: code, text and the request's id. */
  public static ObjectNode body(String errorCode, String message) {
    var body = Json.object().put("error_code", errorCode).put("message", message);
    body.putArray("details")
        .addObject()
        .put("@type", "type.googleapis.com/google.rpc.RequestInfo")
        .put("request_id", UUID.randomUUID().toString())
        .put("serving_data", "");
    return body;
  }
}
