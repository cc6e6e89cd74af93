// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The product's compiled classes, module by module; stateless. */
final class Classes {
  private static final Path ROOT = Path.of("../..");

  private Classes() {}

  static JavaClasses of(String... modules) {
    return new ClassFileImporter()
        .importPaths(Stream.of(modules).map(Classes::folder).toArray(Path[]::new));
  }

  private static Path folder(String module) {
    Path classes = ROOT.resolve(module).resolve("target/classes");
    if (!Files.isDirectory(classes)) {
      throw new IllegalStateException(classes.normalize() + " is not built: run mvn verify");
    }
    return classes;
  }
}
