// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.http;

import com.sun.net.httpserver.Headers;
import java.util.Map;

/** Requests for tests, without a server; stateless. */
public final class Requests {

  private Requests() {}

  public static Request of(String method, String path, String... header) {
    var headers = new Headers();
    for (int i = 0; i < header.length; i += 2) {
      headers.set(header[i], header[i + 1]);
    }
    return new Request("http", method, path, Map.of(), headers, RequestBody.none(), Map.of(), "");
  }
}
