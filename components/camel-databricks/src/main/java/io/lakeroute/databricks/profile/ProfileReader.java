package io.lakeroute.databricks.profile;

import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads {@code databricks.connections.<name>.<key>} properties into profiles; a wrong or missing
 * key is named, its value never shown. Stateless.
 */
public final class ProfileReader {

  private static final String PREFIX = "databricks.connections.";

  private static final String TAGS = "tags.";
  private static final Set<String> KEYS =
      Set.of(
          "host",
          "port",
          "httpPath",
          "warehouseId",
          "auth",
          "clientId",
          "clientSecret",
          "clientSecretFile",
          "token",
          "tokenFile",
          "catalog",
          "schema",
          "onlyCatalogs",
          "maxConcurrent",
          "allowPlainHttp",
          "proxy.host",
          "proxy.port",
          "proxy.username",
          "proxy.password",
          "proxy.nonProxyHosts",
          "trustStore",
          "trustStorePassword",
          "trustStoreType");

  private ProfileReader() {}

  /** True for a property that belongs to some connection. */
  public static boolean isConnectionKey(String key) {
    return key.startsWith(PREFIX);
  }

  /**
   * All profiles, by name.
   *
   * @param properties full keys and values; others are passed over
   * @throws DatabricksException CONFIGURATION, naming everything that is wrong with a connection at
   *     once
   */
  public static Map<String, ConnectionProfile> read(Map<String, String> properties) {
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
    byName.forEach((name, keys) -> profiles.put(name, new OneConnection(name, keys).read()));
    return profiles;
  }

  /** Reads one connection and collects what is wrong with it. */
  private static final class OneConnection {
    private final String name;
    private final Map<String, String> keys;
    private final List<String> problems = new ArrayList<>();

    OneConnection(String name, Map<String, String> keys) {
      this.name = name;
      this.keys = keys;
    }

    ConnectionProfile read() {
      keys.keySet().stream()
          .filter(
              key -> !KEYS.contains(key) && !(key.startsWith(TAGS) && key.length() > TAGS.length()))
          .sorted()
          .forEach(key -> problems.add("unknown key '" + key + "'"));
      Optional<HostAddress> host = host();
      Optional<Compute> compute = compute();
      Optional<Credentials> credentials = credentials();
      int maxConcurrent =
          number("maxConcurrent", ConnectionProfile.DEFAULT_MAX_CONCURRENT, 1, 1_000);
      Optional<ProxySettings> proxy = proxy();
      CatalogFence onlyCatalogs = onlyCatalogs();
      QueryTags.problem(tags()).ifPresent(problems::add);
      if (!problems.isEmpty() || host.isEmpty() || compute.isEmpty() || credentials.isEmpty()) {
        throw new DatabricksException(
            Reason.CONFIGURATION,
            "Connection '"
                + name
                + "' is not complete or not right: "
                + String.join("; ", problems)
                + ".");
      }
      return new ConnectionProfile(
          name,
          host.get(),
          compute.get(),
          credentials.get(),
          text("catalog"),
          text("schema"),
          maxConcurrent,
          proxy,
          trustStore(),
          tags(),
          onlyCatalogs);
    }

    /** Names without a catalog mean the connection's own, so that has to be inside. */
    private CatalogFence onlyCatalogs() {
      try {
        CatalogFence fence = CatalogFence.parse(text("onlyCatalogs").orElse(""));
        if (!fence.open() && text("catalog").filter(fence::allows).isEmpty()) {
          problems.add("catalog must be set to one of onlyCatalogs");
        }
        return fence;
      } catch (IllegalArgumentException e) {
        problems.add("onlyCatalogs " + e.getMessage());
        return CatalogFence.OPEN;
      }
    }

    private Optional<HostAddress> host() {
      Optional<String> text = text("host");
      if (text.isEmpty()) {
        problems.add("host is missing");
        return Optional.empty();
      }
      try {
        HostAddress host = HostAddress.parse(text.get());
        HostAddress address = host.withPort(number("port", host.port(), 1, 65_535));
        if (address.plainHttp() && !address.loopback() && !flag("allowPlainHttp")) {
          problems.add(
              "host is plain http, which would show the token to the network; use https, or set allowPlainHttp=true");
        }
        return Optional.of(address);
      } catch (IllegalArgumentException e) {
        problems.add("host " + e.getMessage());
        return Optional.empty();
      }
    }

    private Optional<Compute> compute() {
      Optional<String> path = text("httpPath");
      Optional<String> warehouse = text("warehouseId");
      if (path.isPresent() == warehouse.isPresent()) {
        problems.add(
            path.isPresent()
                ? "give either httpPath or warehouseId, not both"
                : "httpPath or warehouseId is missing");
        return Optional.empty();
      }
      try {
        return Optional.of(
            Compute.ofHttpPath(path.orElseGet(() -> "/sql/1.0/warehouses/" + warehouse.get())));
      } catch (IllegalArgumentException e) {
        problems.add((path.isPresent() ? "httpPath " : "warehouseId ") + e.getMessage());
        return Optional.empty();
      }
    }

    private Optional<Credentials> credentials() {
      return switch (text("auth").orElse("oauth-m2m")) {
        case "oauth-m2m" -> {
          refuse("oauth-m2m", "token", "tokenFile");
          Optional<String> id = text("clientId");
          Optional<Secret> secret = secret("clientSecret", "clientSecretFile");
          if (id.isEmpty()) {
            problems.add("clientId is missing");
          }
          yield id.flatMap(i -> secret.map(s -> new Credentials.ServicePrincipal(i, s)));
        }
        case "pat" -> {
          refuse("pat", "clientId", "clientSecret", "clientSecretFile");
          yield secret("token", "tokenFile").map(Credentials.PersonalAccessToken::new);
        }
        default -> {
          problems.add("auth '" + keys.get("auth") + "' is not one of oauth-m2m, pat");
          yield Optional.empty();
        }
      };
    }

    private void refuse(String auth, String... others) {
      for (String key : others) {
        if (text(key).isPresent()) {
          problems.add(key + " does not go with auth=" + auth);
        }
      }
    }

    private Optional<Secret> secret(String inline, String file) {
      Optional<String> value = text(inline);
      Optional<String> path = text(file);
      if (value.isPresent() == path.isPresent()) {
        problems.add(
            value.isPresent()
                ? "give either " + inline + " or " + file + ", not both"
                : inline + " or " + file + " is missing");
        return Optional.empty();
      }
      return Optional.of(value.map(Secret::of).orElseGet(() -> Secret.file(Path.of(path.get()))));
    }

    private Optional<ProxySettings> proxy() {
      Optional<String> host = text("proxy.host");
      if (host.isEmpty()) {
        if (keys.keySet().stream().anyMatch(key -> key.startsWith("proxy."))) {
          problems.add("proxy.host is missing");
        }
        return Optional.empty();
      }
      return Optional.of(
          new ProxySettings(
              host.get(),
              number("proxy.port", 3128, 1, 65_535),
              text("proxy.username"),
              text("proxy.password").map(Secret::of),
              text("proxy.nonProxyHosts")));
    }

    private Optional<TrustStore> trustStore() {
      return text("trustStore")
          .map(
              file ->
                  new TrustStore(
                      Path.of(file),
                      text("trustStorePassword").map(Secret::of),
                      text("trustStoreType").orElse("PKCS12")));
    }

    private Map<String, String> tags() {
      Map<String, String> tags = new TreeMap<>();
      keys.forEach(
          (key, value) -> {
            if (key.startsWith(TAGS)) {
              tags.put(key.substring(TAGS.length()), value);
            }
          });
      return tags;
    }

    private int number(String key, int otherwise, int min, int max) {
      Optional<String> text = text(key);
      if (text.isEmpty()) {
        return otherwise;
      }
      try {
        int value = Integer.parseInt(text.get());
        if (value >= min && value <= max) {
          return value;
        }
      } catch (NumberFormatException e) {
        // Said below, together with numbers out of range.
      }
      problems.add(key + " '" + text.get() + "' is not a whole number from " + min + " to " + max);
      return otherwise;
    }

    private boolean flag(String key) {
      String text = text(key).orElse("false");
      if (!text.equals("true") && !text.equals("false")) {
        problems.add(key + " '" + text + "' is neither true nor false");
      }
      return text.equals("true");
    }

    private Optional<String> text(String key) {
      return Optional.ofNullable(keys.get(key)).filter(value -> !value.isEmpty());
    }
  }
}
