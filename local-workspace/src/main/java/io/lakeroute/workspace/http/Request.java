// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request as a handler sees it.
 *
 * @param variables the values of the route's {@code {name}} parts
 * @param principal who asks; empty on routes that need no credential
 */
public record Request(
    String scheme,
    String method,
    String path,
    Map<String, List<String>> query,
    Headers headers,
    RequestBody content,
    Map<String, String> variables,
    String principal) {

  public String variable(String name) {
    return variables.get(name);
  }

  /** The first value that is not empty. */
  public Optional<String> parameter(String name) {
    return parameters(name).stream().filter(value -> !value.isEmpty()).findFirst();
  }

  /** All values of a parameter that may be repeated. */
  public List<String> parameters(String name) {
    return query.getOrDefault(name, List.of());
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.getFirst(name));
  }

  public byte[] body() {
    return content.bytes();
  }

  public String text() {
    return new String(body(), StandardCharsets.UTF_8);
  }

  /** The body as JSON; an empty object when there is none. */
  public JsonNode json() {
    if (body().length == 0) {
      return Json.object();
    }
    try {
      return Json.MAPPER.readTree(body());
    } catch (IOException e) {
      throw new ApiException(400, "MALFORMED_REQUEST", "Could not parse request object as JSON.");
    }
  }

  /** The URL under which the caller reached this workspace, without a trailing slash. */
  public String base() {
    return scheme + "://" + header("Host").orElse("127.0.0.1");
  }

  public Caller caller() {
    return new Caller(principal, header("User-Agent").orElse(""));
  }

  /** The request with the values of its path and its caller known. */
  public Request withRoute(Map<String, String> values, String caller) {
    return new Request(scheme, method, path, query, headers, content, values, caller);
  }
}
