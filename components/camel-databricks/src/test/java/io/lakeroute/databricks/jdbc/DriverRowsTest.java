// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.jdbc.api.impl.DatabricksResultSet;
import com.databricks.jdbc.api.impl.IExecutionResult;
import com.databricks.jdbc.common.StatementType;
import com.databricks.jdbc.dbclient.impl.common.StatementId;
import com.databricks.jdbc.model.core.StatementStatus;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Results of the driver that are not in Arrow; those in Arrow need a workspace. */
class DriverRowsTest {

  @Test
  void reads_values_from_the_text_that_came() throws SQLException {
    DriverRows rows =
        rows(
            List.of("DATE", "TIMESTAMP", "MAP<STRING,STRING>", "DECIMAL(5,2)", "INT", "STRING"),
            "1582-10-10",
            "2024-03-10T02:30:00.123Z",
            "{\"q\":\"said \\\"hi\\\"\"}",
            "1.50",
            7,
            null);

    assertThat(rows.next()).isTrue();
    assertThat(rows.values())
        .containsExactly(
            LocalDate.parse("1582-10-10"),
            Instant.parse("2024-03-10T02:30:00.123Z"),
            Map.of("q", "said \"hi\""),
            new BigDecimal("1.50"),
            7L,
            null);
    assertThat(rows.next()).isFalse();
  }

  @Test
  void refuses_text_that_is_not_what_its_type_says() throws SQLException {
    DriverRows rows = rows(List.of("MAP<STRING,STRING>"), "{\"q\":\"said \"hi\"\"}");
    rows.next();

    assertThatThrownBy(rows::values)
        .isInstanceOf(DatabricksException.class)
        .hasMessage(
            "A value of the type ARRAY, MAP or STRUCT came in a form that cannot be read."
                + " Cast the column to STRING in the statement.");
  }

  @Test
  void refuses_kinds_of_results_that_it_does_not_know() {
    IExecutionResult another =
        (IExecutionResult)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {IExecutionResult.class},
                (proxy, method, arguments) -> null);

    assertThatThrownBy(() -> DriverFields.get().iterator(another))
        .isInstanceOfSatisfying(
            DatabricksException.class,
            e -> assertThat(e.getReason()).isEqualTo(Reason.CONFIGURATION))
        .hasMessage(
            "Cannot read results of the databricks-jdbc on the class path ("
                + another.getClass().getName()
                + "). Use the version that camel-databricks depends on.");
  }

  private static DriverRows rows(List<String> types, Object... values) throws SQLException {
    int count = types.size();
    int[] sqlTypes = new int[count];
    java.util.Arrays.fill(sqlTypes, Types.VARCHAR);
    return DriverRows.of(
        new DatabricksResultSet(
            new StatementStatus(),
            new StatementId("01f1c46c-0000-0000-0000-000000000000"),
            types.stream().map(type -> "c" + types.indexOf(type)).toList(),
            types,
            sqlTypes,
            new int[count],
            new int[count],
            new Object[][] {values},
            StatementType.QUERY));
  }
}
