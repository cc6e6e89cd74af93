// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import io.lakeroute.tests.application.Receiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A route that ends in {@code databricks-delivery-http-sink}, and the API behind it. */
abstract class DeliveryFixture {

  static final String REASON = "CamelDatabricksFailureReason";
  static final String OWN =
      """
      template: own
      batch: 4
      idempotent: %s
      fields: {email: {from: email, normalize: email}}
      add: {method: POST, path: "/lists/{list}", body: {key: $key, people: $records}}
      remove: {method: DELETE, path: "/lists/{list}", body: {people: $records}}
      retry: [429, 503]
      rejected: {list: /refused, index: /at, code: /code, reasons: {bounced: BOUNCED}}
      """;

  @TempDir Path folder;
  final Receiver receiver = new Receiver();

  @AfterEach
  void stop() {
    receiver.close();
  }

  DeliveryRoutes own(boolean idempotent, Map<String, String> options) {
    Map<String, String> all = new HashMap<>(Map.of("maximumRedeliveries", "2"));
    all.putAll(options);
    return DeliveryRoutes.start(receiver, folder, settings(idempotent), all);
  }

  Map<String, String> settings(boolean idempotent) {
    Path template = folder.resolve("own-" + idempotent + ".yaml");
    write(template, OWN.formatted(idempotent));
    return Map.of("template", "file:" + template, "parameters.list", "a b/c");
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Map<String, Object> person(int i) {
    return Map.of("email", "p" + i + "@example.com");
  }

  static List<Map<String, Object>> people(int count) {
    return IntStream.range(0, count).mapToObj(DeliveryFixture::person).toList();
  }

  static List<String> twice(List<String> keys) {
    return Stream.concat(keys.stream(), keys.stream()).toList();
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> details(Exchange sent) {
    return sent.getProperty("CamelDatabricksDetails", Map.class);
  }

  static Map<String, Object> details(long delivered, long rejected, long unknown) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("crm.delivered", delivered);
    details.put("crm.rejected", rejected);
    details.put("crm.unknown", unknown);
    return details;
  }
}
