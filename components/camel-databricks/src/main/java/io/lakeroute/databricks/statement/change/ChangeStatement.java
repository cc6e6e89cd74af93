package io.lakeroute.databricks.statement.change;

import com.databricks.sdk.service.sql.StatementParameterListItem;
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
 */
public record ChangeStatement(
    String what, String sql, List<StatementParameterListItem> parameters, boolean repeatable) {

  public ChangeStatement {
    parameters = List.copyOf(parameters);
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
