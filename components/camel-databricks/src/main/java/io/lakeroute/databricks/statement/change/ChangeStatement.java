// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.change;

import com.databricks.sdk.service.sql.StatementParameterListItem;
import io.lakeroute.databricks.error.SecretTexts;
import java.util.List;

/**
 * One statement that changes something. Immutable.
 *
 * @param what the beginning of the text if it fails, such as {@code Cannot append to
 *     main.crm.leads}
 * @param sql with named markers
 * @param parameters their values
 * @param repeatable true when running it again, for as long as nobody else wrote, changes nothing,
 *     so that it may be sent again where nothing tells whether it ran
 * @param secrets what the statement holds and no failure may show
 */
public record ChangeStatement(
    String what,
    String sql,
    List<StatementParameterListItem> parameters,
    boolean repeatable,
    SecretTexts secrets) {

  public ChangeStatement {
    parameters = List.copyOf(parameters);
  }

  /** A statement without secrets. */
  public ChangeStatement(
      String what, String sql, List<StatementParameterListItem> parameters, boolean repeatable) {
    this(what, sql, parameters, repeatable, SecretTexts.NONE);
  }

  /** The same statement, whose failures do not show these texts. */
  public ChangeStatement hiding(SecretTexts texts) {
    return new ChangeStatement(what, sql, parameters, repeatable, texts);
  }

  /** A named value; every type but STRING is converted by the server. */
  public static StatementParameterListItem parameter(String name, String type, String value) {
    return new StatementParameterListItem().setName(name).setType(type).setValue(value);
  }

  /** Without values. */
  @Override
  public String toString() {
    return "ChangeStatement[" + what + "]";
  }
}
