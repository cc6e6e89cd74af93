// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.rotate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What the rotation remembers from step to step, so that whoever comes after an interruption knows
 * which secrets are its own. It holds no secret. Immutable.
 *
 * @param secrets those it answers for
 * @param creation the one that was about to be made
 */
record Journal(List<KnownSecret> secrets, Optional<Creation> creation) {

  static final Journal EMPTY = new Journal(List.of(), Optional.empty());
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Written down before a secret is made, to recognise it if nobody could write down its id.
   *
   * @param before the ids that there were
   * @param lifetimeSeconds an odd number, which the API gives back as expiry minus creation
   */
  record Creation(Set<String> before, long lifetimeSeconds) {

    boolean made(PrincipalSecrets.Issued secret) {
      return !before.contains(secret.id())
          && secret
              .lifetime()
              .filter(life -> Math.abs(life.toSeconds() - lifetimeSeconds) <= 1)
              .isPresent();
    }
  }

  Journal {
    secrets = List.copyOf(secrets);
  }

  Optional<KnownSecret> of(String value) {
    return secrets.stream().filter(secret -> secret.is(value)).findFirst();
  }

  boolean knows(String id) {
    return secrets.stream().anyMatch(secret -> secret.id().equals(id));
  }

  Journal with(KnownSecret secret) {
    return new Journal(
        Stream.concat(without(secret.id()).secrets.stream(), Stream.of(secret)).toList(), creation);
  }

  Journal without(String id) {
    return new Journal(secrets.stream().filter(s -> !s.id().equals(id)).toList(), creation);
  }

  Journal map(UnaryOperator<KnownSecret> change) {
    return new Journal(secrets.stream().map(change).toList(), creation);
  }

  Journal creating(Optional<Creation> next) {
    return new Journal(secrets, next);
  }

  String json() {
    ObjectNode root = JSON.createObjectNode();
    var list = root.putArray("secrets");
    for (KnownSecret secret : secrets) {
      ObjectNode entry =
          list.addObject().put("id", secret.id()).put("fingerprint", secret.fingerprint());
      secret.handedOver().ifPresent(at -> entry.put("handedOver", at.toString()));
      secret.superseded().ifPresent(at -> entry.put("superseded", at.toString()));
    }
    creation.ifPresent(
        next -> {
          ObjectNode entry = root.putObject("creation").put("lifetime", next.lifetimeSeconds());
          var before = entry.putArray("before");
          next.before().stream().sorted().forEach(before::add);
        });
    return root.toString();
  }

  /**
   * @param where what the text of a failure calls it
   */
  static Journal parse(String json, String where) {
    try {
      JsonNode root = JSON.readTree(json);
      List<KnownSecret> secrets = new ArrayList<>();
      for (JsonNode entry : root.path("secrets")) {
        secrets.add(
            new KnownSecret(
                entry.path("id").asText(),
                entry.path("fingerprint").asText(),
                moment(entry.path("handedOver")),
                moment(entry.path("superseded"))));
      }
      JsonNode next = root.path("creation");
      Set<String> before = new LinkedHashSet<>();
      next.path("before").forEach(id -> before.add(id.asText()));
      return new Journal(
          secrets,
          next.isObject()
              ? Optional.of(new Creation(before, next.path("lifetime").asLong()))
              : Optional.empty());
    } catch (IOException | DateTimeParseException e) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          where
              + " is not what the rotation wrote there. Delete it; the rotation then leaves the older secrets alone.");
    }
  }

  private static Optional<Instant> moment(JsonNode text) {
    return text.isMissingNode() ? Optional.empty() : Optional.of(Instant.parse(text.asText()));
  }
}
