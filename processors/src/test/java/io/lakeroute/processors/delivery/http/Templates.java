// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Templates and destinations for tests; stateless. */
final class Templates {

  private Templates() {}

  static Template read(String yaml) {
    try {
      return TemplateReader.read("t.yaml", stream(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static InputStream stream(String yaml) {
    return new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
  }

  /** A destination named shop, with the settings in addition to a url. */
  static Destination destination(String template, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put("lakeroute.destinations.shop.url", "https://api.example");
    all.put("lakeroute.destinations.shop.template", template);
    settings.forEach((key, value) -> all.put("lakeroute.destinations.shop." + key, value));
    return DestinationReader.read("shop", all, Templates::open, Templates::duration);
  }

  /** A destination with a template of its own. */
  static Destination own(String yaml) {
    return DestinationReader.read(
        "shop",
        Map.of(
            "lakeroute.destinations.shop.url",
            "https://api.example",
            "lakeroute.destinations.shop.template",
            "file:own.yaml"),
        location -> stream(yaml),
        Templates::duration);
  }

  static InputStream open(String location) throws IOException {
    InputStream file =
        Templates.class
            .getClassLoader()
            .getResourceAsStream(location.replaceFirst("^classpath:", ""));
    if (file == null) {
      throw new IOException("not there");
    }
    return file;
  }

  private static Duration duration(String text) {
    return Duration.parse("PT" + text);
  }
}
