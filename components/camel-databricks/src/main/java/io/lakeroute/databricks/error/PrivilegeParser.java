// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.error;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the missing grant out of the server's text. Stateless. */
final class PrivilegeParser {

  static final String WAREHOUSE = "Warehouse";

  /**
   * As in {@code User does not have USE SCHEMA on Schema 'main.crm'.}, of a statement with or
   * without an error class and of a REST call alike; several privileges are joined by words.
   */
  private static final Pattern SENTENCE =
      Pattern.compile(
          "does not have (?:permission )?([A-Z][A-Z_]*(?:(?: |, | and | or )[A-Z][A-Z_]*){0,8})"
              + " on ([A-Za-z][A-Za-z ]{2,30}?) (?:'([^\\n]{1,400}?)'(?=[.,;\\s]|$)|`([^`\\n]{1,400})`)");

  private static final String NO_WAREHOUSE = "permission to use the sql warehouse";

  private PrivilegeParser() {}

  static Optional<MissingPrivilege> parse(FailureFacts facts) {
    Matcher matcher = SENTENCE.matcher(facts.text());
    if (matcher.find()) {
      String name = matcher.group(3) == null ? matcher.group(4) : matcher.group(3);
      return Optional.of(
          new MissingPrivilege(matcher.group(1).replace('_', ' '), matcher.group(2), name));
    }
    return facts.says(NO_WAREHOUSE)
        ? Optional.of(
            new MissingPrivilege(
                "CAN USE", WAREHOUSE, facts.warehouse().orElse("of the connection")))
        : Optional.empty();
  }
}
