// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.rotate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A secret in an entry of a Kubernetes Secret; the journal is an annotation, the end of the secret
 * the entry {@code <entry>.expires}. Each change is one patch of the version that was read, so
 * several nodes do not get in each other's way. Thread-safe.
 */
final class KubernetesSecretStore implements SecretStore {

  private static final String JOURNAL = "lakeroute.io/secret-rotation";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesApi api;
  private final String path;
  private final String entry;
  private final String what;

  /**
   * @param name of the Kubernetes Secret, with a namespace and a slash before it if that is not the
   *     pod's own
   */
  KubernetesSecretStore(KubernetesApi api, String name, String entry) {
    int slash = name.indexOf('/');
    String namespace = slash < 0 ? api.namespace() : name.substring(0, slash);
    this.api = api;
    this.path = "/api/v1/namespaces/" + namespace + "/secrets/" + name.substring(slash + 1);
    this.entry = entry;
    this.what = "the Kubernetes secret " + namespace + "/" + name.substring(slash + 1);
  }

  /** The version that every patch names does it. */
  @Override
  public Turn take() {
    return () -> {};
  }

  @Override
  public Content read() {
    return content(api.get(path, what));
  }

  @Override
  public Content keep(Content seen, Journal journal, Optional<Instant> expires) {
    if (journal.equals(seen.journal())) {
      return seen;
    }
    ObjectNode data = JSON.createObjectNode();
    expires.ifPresent(end -> data.put(entry + ".expires", base64(end.toString())));
    return change(seen, journal, data);
  }

  @Override
  public Content handOver(Content seen, String secret, Journal journal, Optional<Instant> expires) {
    ObjectNode data = JSON.createObjectNode();
    data.put(entry, base64(secret));
    // Nothing is better than the end of another secret.
    data.put(entry + ".expires", expires.map(end -> base64(end.toString())).orElse(null));
    return change(seen, journal, data);
  }

  private Content change(Content seen, Journal journal, ObjectNode data) {
    ObjectNode patch = JSON.createObjectNode();
    ObjectNode metadata = patch.putObject("metadata").put("resourceVersion", seen.version());
    metadata.putObject("annotations").put(JOURNAL, journal.json());
    patch.set("data", data);
    return content(api.patch(path, patch, what));
  }

  private Content content(JsonNode secret) {
    String value = secret.path("data").path(entry).asText();
    String journal = secret.path("metadata").path("annotations").path(JOURNAL).asText();
    return new Content(
        Optional.of(new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8).strip())
            .filter(text -> !text.isEmpty()),
        journal.isEmpty()
            ? Journal.EMPTY
            : Journal.parse(journal, "The annotation " + JOURNAL + " of " + what),
        secret.path("metadata").path("resourceVersion").asText());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
