// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.knobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Json;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * The lifetimes and sizes that tests change, with the values of the real service as defaults; safe
 * for threads.
 */
public final class Settings {

  /** A setting, under its name in {@code /local/settings}. */
  public enum Key {
    /** How long an OAuth token is good for. */
    TOKEN_LIFETIME("tokenLifetimeSeconds", 3600),
    /** How long a stopped warehouse needs to start. */
    WAREHOUSE_START("warehouseStartSeconds", 0),
    /** How long a terminated cluster needs to start. */
    CLUSTER_START("clusterStartSeconds", 0),
    /** After how long without a statement the warehouse stops; 0: never. */
    IDLE_STOP("idleStopSeconds", 0),
    /** How long an external link can be fetched. */
    LINK_LIFETIME("linkLifetimeSeconds", 900),
    /** How long a result is kept after its statement ended. */
    RESULT_LIFETIME("resultLifetimeSeconds", 3600),
    /** After how long without a call a session is closed. */
    SESSION_IDLE("sessionIdleSeconds", 8 * 3600),
    /** How many bytes lie behind an external link, about. */
    CHUNK_SIZE("chunkBytes", 20_000_000);

    private final String label;
    private final int defaultValue;

    Key(String label, int defaultValue) {
      this.label = label;
      this.defaultValue = defaultValue;
    }
  }

  private final Map<Key, Integer> changed = new EnumMap<>(Key.class);

  /** A time. */
  public Duration get(Key key) {
    return Duration.ofSeconds(number(key));
  }

  /** A time in seconds, or a size. */
  public synchronized int number(Key key) {
    return changed.getOrDefault(key, key.defaultValue);
  }

  synchronized void change(JsonNode json) {
    for (var member : json.properties()) {
      var key =
          Arrays.stream(Key.values())
              .filter(k -> k.label.equals(member.getKey()))
              .findFirst()
              .orElseThrow(() -> ApiException.badRequest("No setting " + member.getKey()));
      if (!member.getValue().isInt() || member.getValue().asInt() < 0) {
        throw ApiException.badRequest(key.label + " must be a whole number");
      }
      changed.put(key, member.getValue().asInt());
    }
  }

  ObjectNode json() {
    var json = Json.object();
    for (Key key : Key.values()) {
      json.put(key.label, number(key));
    }
    return json;
  }
}
