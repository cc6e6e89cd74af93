// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.profile;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads {@code databricks.connections.<name>.<key>} properties into profiles; a wrong or missing
 * key is named, its value never shown. Stateless.
 */
public final class ProfileReader {

  /** Of all keys of connections. */
  public static final String PREFIX = "databricks.connections.";

  private static final String TAGS = "tags.";

  /** Keys beside those of {@link CredentialsReader} and {@link StagingReader}. */
  private static final Set<String> KEYS =
      Set.of(
          "host",
          "port",
          "httpPath",
          "warehouseId",
          "catalog",
          "schema",
          "onlyCatalogs",
          "maxConcurrent",
          "maxWaiting",
          "idleTimeout",
          "writeBack",
          "allowPlainHttp",
          "proxy.host",
          "proxy.port",
          "proxy.username",
          "proxy.password",
          "proxy.nonProxyHosts",
          "trustStore",
          "trustStorePassword",
          "trustStoreType");

  /** The pool takes none shorter. */
  private static final Duration SHORTEST_IDLE = Duration.ofSeconds(10);

  private static final Duration LONGEST_IDLE = Duration.ofHours(1);

  private ProfileReader() {}

  /**
   * All keys of the connections of which some are declared, and of the connection {@code default}.
   */
  public static Set<String> keys(Set<String> declared) {
    Set<String> names =
        declared.stream()
            .map(key -> key.substring(PREFIX.length()))
            .filter(key -> key.indexOf('.') > 0)
            .map(key -> key.substring(0, key.indexOf('.')))
            .collect(Collectors.toCollection(TreeSet::new));
    names.add("default");
    return names.stream()
        .flatMap(
            name ->
                Stream.of(KEYS, CredentialsReader.KEYS, StagingReader.KEYS)
                    .flatMap(Set::stream)
                    .map(key -> PREFIX + name + "." + key))
        .collect(Collectors.toSet());
  }

  /**
   * All profiles, by name.
   *
   * @param properties full keys and values; others are passed over
   * @throws DatabricksException CONFIGURATION, naming everything that is wrong with a connection at
   *     once
   */
  public static Map<String, ConnectionProfile> read(Map<String, String> properties) {
    return read(properties, properties::get);
  }

  /**
   * All profiles, by name.
   *
   * @param again looks up the value of a full key as it is now, for secrets that change
   */
  public static Map<String, ConnectionProfile> read(
      Map<String, String> properties, UnaryOperator<String> again) {
    Map<String, Map<String, String>> byName = new TreeMap<>();
    properties.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX)) {
            String rest = key.substring(PREFIX.length());
            int dot = rest.indexOf('.');
            if (dot < 1) {
              throw new DatabricksException(
                  Reason.CONFIGURATION,
                  "'" + key + "' names no connection; write " + PREFIX + "<name>.<key>.");
            }
            byName
                .computeIfAbsent(rest.substring(0, dot), n -> new HashMap<>())
                .put(rest.substring(dot + 1), value.strip());
          }
        });
    Map<String, ConnectionProfile> profiles = new TreeMap<>();
    byName.forEach((name, keys) -> profiles.put(name, new OneConnection(name, keys, again).read()));
    return profiles;
  }

  /** Reads one connection and collects what is wrong with it. */
  private static final class OneConnection {
    private final String name;
    private final ConnectionKeys keys;
    private final UnaryOperator<String> again;

    OneConnection(String name, Map<String, String> keys, UnaryOperator<String> again) {
      this.name = name;
      this.keys = new ConnectionKeys(keys);
      this.again = key -> again.apply(PREFIX + name + "." + key).strip();
    }

    ConnectionProfile read() {
      keys.all().keySet().stream()
          .filter(key -> !known(key))
          .sorted()
          .forEach(key -> keys.problem("unknown key '" + key + "'"));
      Optional<HostAddress> host = host();
      Optional<Compute> compute = compute();
      Optional<Credentials> credentials = new CredentialsReader(keys, again).read();
      int maxConcurrent =
          keys.number("maxConcurrent", ConnectionProfile.DEFAULT_MAX_CONCURRENT, 1, 1_000);
      OptionalInt maxWaiting =
          keys.text("maxWaiting").isEmpty()
              ? OptionalInt.empty()
              : OptionalInt.of(keys.number("maxWaiting", 0, 0, 100_000));
      Duration idleTimeout = idleTimeout();
      Optional<ProxySettings> proxy = proxy();
      boolean writeBack = keys.flag("writeBack");
      CatalogFence onlyCatalogs = onlyCatalogs();
      Optional<StagingPlace> staging = new StagingReader(keys, onlyCatalogs, again).read();
      QueryTags.problem(tags()).ifPresent(keys::problem);
      if (!keys.problems().isEmpty()
          || host.isEmpty()
          || compute.isEmpty()
          || credentials.isEmpty()) {
        throw new DatabricksException(
            Reason.CONFIGURATION,
            "Connection '"
                + name
                + "' is not complete or not right: "
                + String.join("; ", keys.problems())
                + ".");
      }
      return new ConnectionProfile(
          name,
          host.get(),
          compute.get(),
          credentials.get(),
          keys.text("catalog"),
          keys.text("schema"),
          maxConcurrent,
          maxWaiting,
          idleTimeout,
          proxy,
          trustStore(),
          tags(),
          onlyCatalogs,
          writeBack,
          staging);
    }

    /** Names without a catalog mean the connection's own, so that has to be inside. */
    private CatalogFence onlyCatalogs() {
      try {
        if (keys.empty("onlyCatalogs")) {
          keys.problem("onlyCatalogs is empty, which would fence nothing");
        }
        CatalogFence fence = CatalogFence.parse(keys.text("onlyCatalogs").orElse(""));
        if (!fence.open() && keys.text("catalog").filter(fence::allows).isEmpty()) {
          keys.problem("catalog must be set to one of onlyCatalogs");
        }
        return fence;
      } catch (IllegalArgumentException e) {
        keys.problem("onlyCatalogs " + e.getMessage());
        return CatalogFence.OPEN;
      }
    }

    private static boolean known(String key) {
      return KEYS.contains(key)
          || CredentialsReader.KEYS.contains(key)
          || StagingReader.KEYS.contains(key)
          || key.startsWith(TAGS) && key.length() > TAGS.length();
    }

    private Optional<HostAddress> host() {
      return keys.address("host", "token")
          .map(host -> host.withPort(keys.number("port", host.port(), 1, 65_535)));
    }

    private Optional<Compute> compute() {
      return keys.either("httpPath", "warehouseId")
          .flatMap(
              entry -> {
                boolean path = entry.getKey().equals("httpPath");
                try {
                  return Optional.of(
                      Compute.ofHttpPath(
                          path ? entry.getValue() : "/sql/1.0/warehouses/" + entry.getValue()));
                } catch (IllegalArgumentException e) {
                  keys.problem(entry.getKey() + " " + e.getMessage());
                  return Optional.empty();
                }
              });
    }

    private Duration idleTimeout() {
      Duration time = keys.duration("idleTimeout").orElse(ConnectionProfile.DEFAULT_IDLE_TIMEOUT);
      if (time.compareTo(SHORTEST_IDLE) < 0 || time.compareTo(LONGEST_IDLE) > 0) {
        keys.problem(
            "idleTimeout '" + keys.text("idleTimeout").orElse("") + "' is not between 10s and 1h");
        return ConnectionProfile.DEFAULT_IDLE_TIMEOUT;
      }
      return time;
    }

    private Optional<ProxySettings> proxy() {
      Optional<String> host = keys.text("proxy.host");
      if (host.isEmpty()) {
        if (keys.all().keySet().stream().anyMatch(key -> key.startsWith("proxy."))) {
          keys.problem("proxy.host is missing");
        }
        return Optional.empty();
      }
      return Optional.of(
          new ProxySettings(
              host.get(),
              keys.number("proxy.port", 3128, 1, 65_535),
              keys.text("proxy.username"),
              keys.text("proxy.password").map(Secret::of),
              keys.text("proxy.nonProxyHosts")));
    }

    private Optional<TrustStore> trustStore() {
      return keys.text("trustStore")
          .map(
              file ->
                  new TrustStore(
                      Path.of(file),
                      keys.text("trustStorePassword").map(Secret::of),
                      keys.text("trustStoreType").orElse("PKCS12")));
    }

    private Map<String, String> tags() {
      Map<String, String> tags = new TreeMap<>();
      keys.all()
          .forEach(
              (key, value) -> {
                if (key.startsWith(TAGS)) {
                  tags.put(key.substring(TAGS.length()), value);
                }
              });
      return tags;
    }
  }
}
