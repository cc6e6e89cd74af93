// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import io.lakeroute.processors.delivery.http.Credentials.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads how a destination proves who sends; stateless. */
final class CredentialsReader {

  private static final Map<String, Kind> KINDS =
      Map.of("bearer", Kind.BEARER, "basic", Kind.BASIC, "header", Kind.HEADER);
  private static final Set<String> OWN_HEADERS =
      Set.of("host", "content-length", "content-type", "connection", "expect", "upgrade");

  private CredentialsReader() {}

  static Optional<Credentials> read(DestinationSettings settings) {
    String auth = settings.find("auth").orElse("none");
    if (auth.equals("none")) {
      for (String key : List.of("tokenFile", "headerName")) {
        if (settings.find(key).isPresent()) {
          throw settings.wrong(key, "is without effect, because auth is none");
        }
      }
      return Optional.empty();
    }
    Kind kind =
        Optional.ofNullable(KINDS.get(auth))
            .orElseThrow(() -> settings.wrong("auth", "must be none, bearer, basic or header"));
    if (kind != Kind.HEADER && settings.find("headerName").isPresent()) {
      throw settings.wrong("headerName", "is for auth=header only");
    }
    String header = kind == Kind.HEADER ? settings.get("headerName") : "Authorization";
    if (!TemplateReader.HEADER.matcher(header).matches()
        || OWN_HEADERS.contains(header.toLowerCase(Locale.ROOT))) {
      throw settings.wrong(
          "headerName", "must be the name of a header, and none that HTTP itself uses");
    }
    Credentials credentials = new Credentials(kind, header, Path.of(settings.get("tokenFile")));
    credentials.value();
    return Optional.of(credentials);
  }
}
