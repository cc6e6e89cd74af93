// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands a {@link SecureWorkspace} to test classes: one process for all of them. */
public final class SecureWorkspaceExtension implements ParameterResolver {
  private static final Namespace SHARED = Namespace.create(SecureWorkspaceExtension.class);
  private static final Path FOLDER =
      Path.of("target", "secure-workspace-" + ProcessHandle.current().pid());

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SecureWorkspace.class;
  }

  @Override
  public SecureWorkspace resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var process =
        context
            .getRoot()
            .getStore(SHARED)
            .getOrComputeIfAbsent(
                WorkspaceProcess.class,
                type -> WorkspaceProcess.start(FOLDER, "--tls"),
                WorkspaceProcess.class);
    return SecureWorkspace.of(process);
  }
}
