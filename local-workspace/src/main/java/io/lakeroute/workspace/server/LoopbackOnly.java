// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.server;

import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Request;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Refuses what a web page of another site has a browser send here: under a foreign name that leads
 * to this machine, or from a foreign origin. Stateless.
 */
final class LoopbackOnly {

  /** Names below localhost are this machine's for everybody: RFC 6761. */
  private static final String NAME =
      "(([a-z0-9-]{1,63}\\.)?localhost|127\\.0\\.0\\.1|\\[::1])(:\\d{1,5})?";

  private static final Pattern HOST = Pattern.compile(NAME);
  private static final Pattern ORIGIN = Pattern.compile("https?://" + NAME);

  private LoopbackOnly() {}

  /** Fails unless host and origin, where they are named, are this machine's loopback names. */
  static void check(Request request) {
    check(request, "Host", HOST);
    check(request, "Origin", ORIGIN);
  }

  private static void check(Request request, String header, Pattern allowed) {
    for (String value : request.headers().getOrDefault(header, List.of())) {
      if (!allowed.matcher(value.strip().toLowerCase(Locale.ROOT)).matches()) {
        throw new ApiException(
            403,
            "PERMISSION_DENIED",
            "The header %s names another machine. The local workspace answers calls to 127.0.0.1, [::1] and localhost only."
                .formatted(header));
      }
    }
  }
}
