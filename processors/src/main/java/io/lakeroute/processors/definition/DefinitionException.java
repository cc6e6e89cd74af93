// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.definition;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A file or definition that cannot be used; the message names each place and what is wrong there.
 */
public final class DefinitionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<DefinitionError> errors;

  public DefinitionException(List<DefinitionError> errors) {
    super(message(errors), null, false, false);
    this.errors = List.copyOf(errors);
  }

  public DefinitionException(String path, String detail) {
    this(List.of(new DefinitionError(path, detail)));
  }

  private static String message(List<DefinitionError> errors) {
    return errors.stream()
        .map(error -> (error.path().isEmpty() ? "/" : error.path()) + ": " + error.detail())
        .collect(Collectors.joining("; "));
  }

  /** All that is wrong, in the order of the definition. */
  public List<DefinitionError> errors() {
    return errors;
  }
}
