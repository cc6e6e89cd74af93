// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.definition.DefinitionException;
import io.lakeroute.processors.json.JsonValues;
import io.lakeroute.processors.json.Sha256;
import io.lakeroute.processors.sql.Writable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A statement with the values of its named parameters; immutable.
 *
 * @param parameters by name, in the order in which they were made
 */
public record Statement(String sql, Map<String, Object> parameters) {

  /** Drivers fail above. */
  static final int MOST_VALUES = 255;

  public Statement {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /**
   * Writes it.
   *
   * @throws DefinitionException when it binds more values than drivers can
   */
  static Statement of(Writable statement, Parameters parameters) {
    Writable.Written written = statement.write();
    if (written.parameters() > MOST_VALUES) {
      throw new DefinitionException(
          "/rules",
          "binds %d values, and a statement holds %d; use fewer rules, or lists of more than 50 values, which count once"
              .formatted(written.parameters(), MOST_VALUES));
    }
    return new Statement(written.sql(), parameters.values());
  }

  /**
   * Of what is asked, so that a definition that was edited is noticed: 16 hexadecimal digits.
   *
   * @param more what decides besides
   */
  public String digest(String more) {
    return Sha256.hex(sql + more + JsonValues.text(parameters)).substring(0, 16);
  }
}
