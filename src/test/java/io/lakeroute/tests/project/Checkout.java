// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.project;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/** Copies this checkout without what was built in it. Stateless. */
final class Checkout {

  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Set<String> LEFT_OUT = Set.of("target", ".git", ".idea", ".vscode");

  private Checkout() {}

  static Path file(String name) {
    return ROOT.resolve(name);
  }

  /** Into a folder that is not there yet. */
  static void copy(Path target) throws IOException {
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (LEFT_OUT.contains(String.valueOf(folder.getFileName()))) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(target.resolve(ROOT.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, target.resolve(ROOT.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
