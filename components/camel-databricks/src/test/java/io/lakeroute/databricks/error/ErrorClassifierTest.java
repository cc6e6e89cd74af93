// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.error;

import static org.assertj.core.api.Assertions.assertThat;

import com.databricks.sdk.core.DatabricksError;
import com.databricks.sdk.core.error.details.ErrorDetails;
import com.databricks.sdk.core.error.details.ResourceInfo;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorClassifierTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "42P01 | NOT_FOUND",
        "42704 | NOT_FOUND",
        "42501 | FORBIDDEN",
        "42601 | INVALID",
        "42703 | INVALID",
        "22012 | INVALID",
        "0A000 | INVALID",
        "42P07 | CONFLICT",
        "40001 | CONFLICT",
        "25000 | CONFLICT",
        "08S01 | UNAVAILABLE",
        "57KD0 | UNAVAILABLE",
      })
  void decides_by_the_sql_state_of_a_statement(String state, Reason reason) {
    assertThat(ErrorClassifier.reason(new SQLException("BAD_REQUEST", state))).isEqualTo(reason);
  }

  @Test
  void takes_the_value_of_a_row_for_no_word_about_tokens() {
    SQLException cast = new SQLException("[CAST_INVALID_INPUT] 'token expired' is no INT", "22018");

    assertThat(ErrorClassifier.reason(cast)).isEqualTo(Reason.INVALID);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "401 | UNAUTHENTICATED | Credential was not sent or was of an unsupported type for this API.",
        "403 | UNAUTHENTICATED | Invalid access token. [ReqId: 1]",
        "403 | UNAUTHENTICATED | JWT has expired",
        "403 | UNAUTHENTICATED | Token is expiring within 30 seconds. (token expired)",
        "403 | FORBIDDEN | You do not have permission to use the SQL Warehouse.",
        "404 | NOT_FOUND | Table 'main.sales.orders' does not exist.",
        "409 | CONFLICT | exists already",
        "429 | THROTTLED | slow down",
        "503 | UNAVAILABLE | The service is at work on itself",
        "400 | INVALID | nosuch is not a valid endpoint id.",
      })
  void decides_by_the_status_and_text_of_a_rest_call(int status, Reason reason, String text) {
    assertThat(ErrorClassifier.reason(new DatabricksError("CODE", text, status))).isEqualTo(reason);
  }

  static Stream<Arguments> causes() {
    return Stream.of(
        Arguments.of(new ConnectException("Connection refused"), Reason.UNAVAILABLE),
        Arguments.of(new UnknownHostException("nowhere"), Reason.UNAVAILABLE),
        Arguments.of(
            new SSLHandshakeException("unable to find valid certification path"),
            Reason.CONFIGURATION),
        Arguments.of(new SQLTimeoutException("timeout"), Reason.UNAVAILABLE),
        Arguments.of(
            new SQLException("HTTP request failed by code: 401, status line"),
            Reason.UNAUTHENTICATED),
        Arguments.of(
            new SQLException("Retry failure. HTTP response code: 503, Error"), Reason.UNAVAILABLE),
        Arguments.of(new SQLException("Session 6673f does not exist."), Reason.UNAVAILABLE),
        Arguments.of(new IllegalStateException("who knows"), Reason.UNAVAILABLE));
  }

  @ParameterizedTest
  @MethodSource("causes")
  void decides_by_the_innermost_cause(Exception cause, Reason reason) {
    SQLException outer =
        new SQLException("Connection failure", "CONNECTION_ERROR", new RuntimeException(cause));

    assertThat(ErrorClassifier.reason(outer)).isEqualTo(reason);
  }

  @Test
  void tells_a_forgotten_session_from_a_missing_table() {
    assertThat(
            ErrorClassifier.sessionLost(
                new SQLException(
                    "Session handle 1 has not been initialized or had already closed.", "HY000")))
        .isTrue();
    assertThat(ErrorClassifier.sessionLost(new SQLException("Session abc does not exist.")))
        .isTrue();
    assertThat(
            ErrorClassifier.sessionLost(
                new SQLException("[TABLE_OR_VIEW_NOT_FOUND] session_log does not exist", "42P01")))
        .isFalse();
  }

  @Test
  void says_which_grant_is_missing() {
    DatabricksException failure =
        failure(
            "[INSUFFICIENT_PERMISSIONS] Insufficient privileges:\nUser does not have USE SCHEMA on Schema"
                + " 'main.crm'. SQLSTATE: 42501",
            "42501");

    assertThat(failure.getReason()).isEqualTo(Reason.FORBIDDEN);
    assertThat(failure.getMissingPrivilege())
        .contains(new MissingPrivilege("USE SCHEMA", "Schema", "main.crm"));
    assertThat(failure)
        .hasMessage(
            "Cannot run it: the principal lacks USE SCHEMA on Schema main.crm. Ask its owner to run GRANT USE SCHEMA ON"
                + " SCHEMA main.crm TO the principal (INSUFFICIENT_PERMISSIONS, SQLSTATE 42501).");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "PERMISSION_DENIED: User does not have BROWSE on Catalog 'main'. | BROWSE | Catalog | main",
        "User does not have CREATE TABLE and USE SCHEMA on Schema 'main.crm'. | CREATE TABLE and USE SCHEMA | Schema | main.crm",
        "User does not have permission SELECT on Table 'main.crm.it's'. | SELECT | Table | main.crm.it's",
        "User does not have EXTERNAL USE SCHEMA on Schema 'main.crm' | EXTERNAL USE SCHEMA | Schema | main.crm",
        "User does not have MODIFY on Table `main.crm.t`. | MODIFY | Table | main.crm.t",
        "You do not have permission to use the SQL Warehouse. | CAN USE | Warehouse | of the connection",
        "You do not have permission to use the SQL Warehouse. POST /sql/1.0/warehouses/0123456789abcdef |"
            + " CAN USE | Warehouse | 0123456789abcdef",
      })
  void reads_the_missing_grant_from_sentences_of_any_kind(
      String text, String privilege, String type, String name) {
    assertThat(
            ErrorClassifier.failure("x", new DatabricksError("PERMISSION_DENIED", text, 403))
                .getMissingPrivilege())
        .contains(new MissingPrivilege(privilege, type, name));
  }

  @Test
  void says_where_the_right_to_use_a_warehouse_is_given() {
    assertThat(
            ErrorClassifier.failure(
                "Cannot run it",
                new DatabricksError(
                    "PERMISSION_DENIED",
                    "You do not have permission to use the SQL Warehouse. Please contact your administrator.",
                    403,
                    ErrorDetails.builder()
                        .setResourceInfo(
                            ResourceInfo.builder()
                                .setResourceType("warehouse")
                                .setResourceName("w1")
                                .setOwner("")
                                .setDescription("")
                                .build())
                        .build())))
        .hasMessage(
            "Cannot run it: the principal lacks CAN USE on Warehouse w1. Give the principal CAN USE in the warehouse's"
                + " permissions (HTTP 403).");
  }

  @Test
  void names_the_missing_table_and_where_it_stands() {
    assertThat(
            failure(
                "Statement execution failed 81b5369e-2985-40a1-b218-c53453fe36e4 -> SELECT 'hush' FROM nope\n"
                    + "FAILED. Error Message: [TABLE_OR_VIEW_NOT_FOUND] The table or view `main`.`s`.`nope` cannot be"
                    + " found. Verify the spelling. SQLSTATE: 42P01; line 1 pos 14",
                "42P01"))
        .hasMessage(
            "Cannot run it: main.s.nope does not exist, or the principal may not see it (TABLE_OR_VIEW_NOT_FOUND,"
                + " SQLSTATE 42P01, line 1, position 14, statement 81b5369e-2985-40a1-b218-c53453fe36e4). Check the"
                + " spelling and the grants USE CATALOG, USE SCHEMA and SELECT.");
  }

  @Test
  void names_what_the_rest_api_misses() {
    assertThat(
            ErrorClassifier.failure(
                "Cannot list it",
                new DatabricksError(
                    "SCHEMA_DOES_NOT_EXIST", "Schema 'main.nope' does not exist.", 404)))
        .hasMessage(
            "Cannot list it: main.nope does not exist, or the principal may not see it (HTTP 404). Check the spelling and"
                + " the grants USE CATALOG, USE SCHEMA and SELECT.");
  }

  @Test
  void names_the_missing_column_and_those_that_look_alike() {
    assertThat(
            failure(
                "[UNRESOLVED_COLUMN.WITH_SUGGESTION] A column, variable, or function parameter with name `nme` cannot"
                    + " be resolved. Did you mean one of the following? [`name`, `id`]. SQLSTATE: 42703; line 1 pos 7",
                "42703"))
        .hasMessage(
            "Cannot run it: there is no column `nme` (UNRESOLVED_COLUMN.WITH_SUGGESTION, SQLSTATE 42703, line 1,"
                + " position 7). Columns that look alike: `name`, `id`.");
  }

  @Test
  void repeats_neither_statement_nor_value_nor_request_in_any_cause() {
    SQLException driver =
        new SQLException(
            "Statement execution failed -> SELECT CAST('hush' AS INT) FAILED. [CAST_INVALID_INPUT] The value 'hush' of"
                + " the type \"STRING\" cannot be cast. SQLSTATE: 22018\n== SQL ==\nSELECT CAST('hush' AS INT)",
            "22018",
            new RuntimeException("Request {TExecuteStatementReq(statement:SELECT 'hush')}"));
    StringWriter printed = new StringWriter();
    ErrorClassifier.failure("Cannot run it", driver).printStackTrace(new PrintWriter(printed));

    assertThat(printed.toString())
        .doesNotContain("hush", "SELECT")
        .contains(
            "CAST_INVALID_INPUT, SQLSTATE 22018",
            "java.sql.SQLException",
            "java.lang.RuntimeException");
  }

  @Test
  void hints_when_to_try_again() {
    assertThat(failure("x", "08S01").getRetryAfterSeconds()).isEqualTo(10);
    assertThat(
            ErrorClassifier.failure("x", new DatabricksError("C", "m", 429)).getRetryAfterSeconds())
        .isEqualTo(5);
    assertThat(failure("x", "42601").getRetryAfterSeconds()).isZero();
  }

  @Test
  void leaves_a_failure_that_is_classified_already_as_it_is() {
    DatabricksException known = new DatabricksException(Reason.CONFLICT, "known");

    assertThat(ErrorClassifier.failure("again", known)).isSameAs(known);
  }

  private static DatabricksException failure(String text, String state) {
    return ErrorClassifier.failure("Cannot run it", new SQLException(text, state));
  }
}
