// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One reply: status, headers and a body that is written once, after its length is announced.
 *
 * @param length bytes in the body, or -1 where only writing it tells (sent in HTTP chunks)
 */
public record Response(int status, Map<String, String> headers, long length, Body body) {

  /** Writes a reply's bytes; streams what is large. */
  @FunctionalInterface
  public interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  public static Response json(Object value) {
    return json(200, value);
  }

  public static Response json(int status, Object value) {
    return bytes(status, "application/json", Json.bytes(value));
  }

  /** Done, and there is nothing to say. */
  public static Response noContent() {
    return new Response(204, Map.of(), 0, out -> {});
  }

  public static Response bytes(int status, String contentType, byte[] bytes) {
    return stream(status, contentType, bytes.length, out -> out.write(bytes));
  }

  public static Response stream(int status, String contentType, long length, Body body) {
    return new Response(status, Map.of("Content-Type", contentType), length, body);
  }

  public Response withHeader(String name, String value) {
    return withHeaders(Map.of(name, value));
  }

  public Response withHeaders(Map<String, String> more) {
    var all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new Response(status, all, length, body);
  }
}
