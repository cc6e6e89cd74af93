// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A COPY INTO as it was written; immutable.
 *
 * @param target the name of the table
 * @param columns of the target, by position; empty unless they were named
 * @param select the expressions of a SELECT over the source
 * @param credential the options of WITH (CREDENTIAL (...)), which may be secrets
 * @param credentialName the name in WITH (CREDENTIAL name)
 * @param validate how many rows are checked instead of loaded
 */
record CopyInto(
    String target,
    boolean byPosition,
    List<String> columns,
    Optional<String> select,
    String path,
    Map<String, String> credential,
    Optional<String> credentialName,
    CopyFormat format,
    OptionalInt validate,
    List<String> files,
    Optional<String> pattern,
    Map<String, String> formatOptions,
    boolean force,
    boolean mergeSchema) {

  /** Where VALIDATE checks all rows. */
  static final int ALL = Integer.MAX_VALUE;

  /** An option of a format, false unless it is there. */
  boolean has(String formatOption) {
    return Boolean.parseBoolean(formatOptions.get(formatOption));
  }

  /** Without what may be a secret. */
  @Override
  public String toString() {
    return "COPY INTO " + target;
  }
}
