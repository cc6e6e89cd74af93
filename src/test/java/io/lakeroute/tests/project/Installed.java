// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A clean checkout, installed as docs/your-project.md says, into the local repository of another
 * home; one for all test classes.
 *
 * @param took how long installing took
 */
record Installed(Home home, Path checkout, Duration took) {

  private static final Namespace SHARED = Namespace.create(Installed.class);

  private static Installed create() {
    try {
      Path folder =
          Files.createTempDirectory(
              Files.createDirectories(Path.of("target").toAbsolutePath()), "project-");
      Home home = Home.create(folder.resolve("home"));
      Path checkout = folder.resolve("lakeroute");
      Checkout.copy(checkout);
      long start = System.nanoTime();
      Home.Ended ended = home.run(checkout, Page.read().blocks().get(0).text());
      if (ended.code() != 0) {
        throw new IllegalStateException(ended.output());
      }
      return new Installed(home, checkout, Duration.ofNanos(System.nanoTime() - start));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A copy of the template, as a user has it. */
  Path project(String name) {
    Path project = home.folder().resolve(name);
    Home.Ended copied = home.run(checkout, "cp -r routes/examples/project '" + project + "'");
    if (copied.code() != 0) {
      throw new IllegalStateException(copied.output());
    }
    return project;
  }

  /** The jar of the local workspace where Maven keeps it. */
  Path workspaceJar() {
    return home.folder()
        .resolve(
            ".m2/repository/io/lakeroute/local-workspace/0.1.0-SNAPSHOT/local-workspace-0.1.0-SNAPSHOT.jar");
  }

  /** Hands it to test classes; made when the first needs it. */
  static final class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Installed.class;
    }

    @Override
    public Installed resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(SHARED)
          .getOrComputeIfAbsent(Installed.class, type -> create(), Installed.class);
    }
  }
}
