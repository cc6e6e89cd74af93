// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the classes first that do without the shared workspace, which starts meanwhile; stateless.
 */
public final class WorkspaceLast implements ClassOrderer {

  @Override
  public void orderClasses(ClassOrdererContext context) {
    List<? extends ClassDescriptor> classes = context.getClassDescriptors();
    classes.sort(Comparator.comparing(WorkspaceLast::shares));
    // A class that runs alone starts the workspace itself.
    if (classes.size() > 1 && shares(classes.get(classes.size() - 1))) {
      SharedWorkspace.begin();
    }
  }

  private static boolean shares(ClassDescriptor descriptor) {
    return descriptor.findRepeatableAnnotations(ExtendWith.class).stream()
        .flatMap(with -> List.of(with.value()).stream())
        .anyMatch(LocalWorkspaceExtension.class::equals);
  }
}
