// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging.objects;

import io.lakeroute.databricks.connection.Workers;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.profile.ConnectionProfile;
import io.lakeroute.databricks.profile.ProfileReader;
import io.lakeroute.databricks.waiting.StatementGate;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Opens a staging place on a class path that has no library of AWS. Stateless. */
public final class WithoutAws implements Function<Map<String, String>, String> {

  /** How opening the place of connection {@code acme} fails there. */
  static String messageOf(Map<String, String> properties) throws Exception {
    URL[] classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("awssdk"))
            .map(WithoutAws::url)
            .toArray(URL[]::new);
    try (URLClassLoader loader =
        new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
      @SuppressWarnings("unchecked")
      var there =
          (Function<Map<String, String>, String>)
              loader.loadClass(WithoutAws.class.getName()).getConstructor().newInstance();
      return there.apply(properties);
    }
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String apply(Map<String, String> properties) {
    ConnectionProfile profile = ProfileReader.read(properties).get("acme");
    // Nothing is called, so no thread of a Camel context is needed.
    Workers none = new Workers(null);
    try (var connection = new WorkspaceConnection(profile, new StatementGate("w1", 1), none)) {
      return "opened " + StagingStores.of(connection);
    } catch (DatabricksException e) {
      return e.getReason() + " " + e.getMessage();
    }
  }
}
