// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

/** A mapping that cannot be used; the message names the file, the field and what is allowed. */
public final class MappingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public MappingException(String file, String problem) {
    super("Mapping file " + file + ": " + problem);
  }

  public MappingException(String file, String problem, Throwable cause) {
    super("Mapping file " + file + ": " + problem, cause);
  }
}
