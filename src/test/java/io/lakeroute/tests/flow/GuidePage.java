// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A page of {@code docs/} whose blocks a test runs, with the test's schema in the place of the
 * page's. Immutable.
 */
record GuidePage(Path file, LocalWorkspace workspace) {

  private static final Pattern CURL =
      Pattern.compile("curl -H \"X-API-Key: \\$KEY\"( -X POST)? 'http://127.0.0.1:8480([^']+)'");

  private static final Pattern ANSWERED =
      Pattern.compile(
          "curl -H \"X-API-Key: \\$KEY\"(?: -H 'Content-Type: application/json' -d '([^']+)')? 'http://127.0.0.1:8480([^']+)'(?:\n```\n\n```json\n(.*))?");

  /** A request that the page shows. */
  record Request(boolean post, String path) {}

  String text() throws IOException {
    String catalog = workspace.access().catalog();
    String schema = catalog + "." + workspace.access().schema();
    return Files.readString(file)
        .replace("main.crm", schema)
        .replace("main.shop", schema)
        .replace("/main/crm/", "/" + schema.replace('.', '/') + "/")
        .replaceAll("(schema(?: =|:)|value:) crm\\b", "$1 " + workspace.access().schema())
        .replace("main_crm", schema.replace('.', '_'))
        .replace("CATALOG main ", "CATALOG " + catalog + " ");
  }

  /** The first block of a language with some text in it. */
  String block(String language, String part) throws IOException {
    return blocks(language).stream()
        .filter(block -> block.contains(part))
        .findFirst()
        .orElseThrow();
  }

  List<String> blocks(String language) throws IOException {
    return Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$")
        .matcher(text())
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  List<Request> requests() throws IOException {
    return CURL.matcher(text())
        .results()
        .map(request -> new Request(request.group(1) != null, request.group(2)))
        .toList();
  }

  /**
   * Sends each request that the page shows, and compares the answers with those that it shows.
   *
   * @param same makes equal what differs from run to run
   * @return the paths that were asked for
   */
  List<String> ask(Application application, UnaryOperator<String> same) throws IOException {
    List<String> asked = new ArrayList<>();
    ANSWERED
        .matcher(text())
        .results()
        .forEach(
            request -> {
              String path = request.group(2);
              HttpResponse<String> reply =
                  request.group(1) == null
                      ? application.get(path)
                      : application.post(path, request.group(1));
              assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
              if (request.group(3) != null) {
                assertThat(same.apply(reply.body())).isEqualTo(same.apply(request.group(3)));
              }
              asked.add(path);
            });
    return asked;
  }

  static Properties properties(String text) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(text));
    return properties;
  }
}
