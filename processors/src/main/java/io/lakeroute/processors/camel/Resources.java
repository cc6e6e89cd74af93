// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.support.ResourceHelper;

/** Opens what a setting names; stateless. Camel itself would decode + and %20 in names of files. */
final class Resources {

  private static final String FILE = "file:";

  private Resources() {}

  static InputStream open(CamelContext context, String location) throws IOException {
    return location.startsWith(FILE)
        ? Files.newInputStream(Path.of(location.substring(FILE.length()).replaceFirst("^//", "")))
        : ResourceHelper.resolveMandatoryResourceAsInputStream(context, location);
  }
}
