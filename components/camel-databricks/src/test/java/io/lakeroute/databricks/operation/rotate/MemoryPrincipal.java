// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.rotate;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A service principal whose secrets are kept in memory, as Databricks would. */
final class MemoryPrincipal implements PrincipalSecrets {

  private final Map<String, Created> secrets = new LinkedHashMap<>();
  private final InstantSource clock;
  private int made;

  MemoryPrincipal(InstantSource clock) {
    this.clock = clock;
  }

  /** The value of a secret made by hand. */
  String add(Duration age) {
    return add(clock.instant().minus(age), Duration.ofDays(730)).value();
  }

  private Created add(Instant created, Duration lifetime) {
    String id = "id-" + ++made;
    Issued issued = new Issued(id, Optional.of(created), Optional.of(created.plus(lifetime)));
    Created secret = new Created(issued, "value-" + made);
    secrets.put(id, secret);
    return secret;
  }

  List<String> values() {
    return secrets.values().stream().map(Created::value).toList();
  }

  /** What {@link TokenCheck} asks. */
  void issue(String value) {
    if (!values().contains(value)) {
      throw new DatabricksException(Reason.UNAUTHENTICATED, "refused");
    }
  }

  String id(String value) {
    return secrets.values().stream()
        .filter(secret -> secret.value().equals(value))
        .map(secret -> secret.issued().id())
        .findFirst()
        .orElse("");
  }

  @Override
  public List<Issued> list() {
    return new ArrayList<>(secrets.values().stream().map(Created::issued).toList());
  }

  @Override
  public Created create(Duration lifetime) {
    if (secrets.size() >= MOST) {
      throw new DatabricksException(Reason.INVALID, "too many");
    }
    return add(clock.instant(), lifetime);
  }

  @Override
  public void delete(String id) {
    secrets.remove(id);
  }
}
