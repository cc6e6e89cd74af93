// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import java.util.Locale;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands a {@link LocalWorkspace} to test classes: one process for all of them, started when the
 * first needs it, one schema for each, and untouched knobs for every test.
 */
public final class LocalWorkspaceExtension implements ParameterResolver, AfterEachCallback {
  private static final Namespace SHARED = Namespace.create(LocalWorkspaceExtension.class);

  /** The process with the settings it started with; ends with the test run. */
  private record Shared(WorkspaceProcess process, Object settings) implements AutoCloseable {

    static Shared start() {
      var process = SharedWorkspace.take();
      return new Shared(process, process.knobs().settings());
    }

    @Override
    public void close() {
      process.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LocalWorkspace.class;
  }

  @Override
  public LocalWorkspace resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var shared = shared(context);
    String schema = schema(context.getRequiredTestClass());
    return context
        .getRoot()
        .getStore(SHARED)
        .getOrComputeIfAbsent(schema, name -> create(shared.process(), name), LocalWorkspace.class);
  }

  /** Leaves no fault and no changed setting to the next test. */
  @Override
  public void afterEach(ExtensionContext context) {
    var shared = shared(context);
    shared.process().knobs().clearFaults();
    shared.process().knobs().change(shared.settings());
  }

  private static Shared shared(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(SHARED)
        .getOrComputeIfAbsent(Shared.class, type -> Shared.start(), Shared.class);
  }

  private static LocalWorkspace create(WorkspaceProcess process, String schema) {
    var access = process.workspace("default");
    Statements.of(access).run("CREATE SCHEMA " + access.catalog() + "." + schema);
    return LocalWorkspace.of(process, schema);
  }

  private static String schema(Class<?> testClass) {
    return testClass
        .getName()
        .replaceFirst("^.*\\.", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
        .replaceAll("[^A-Za-z0-9]+", "_")
        .toLowerCase(Locale.ROOT);
  }
}
