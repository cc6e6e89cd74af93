// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.clients;

import static io.lakeroute.tests.clients.Answer.prepared;
import static io.lakeroute.tests.clients.Answer.rows;
import static io.lakeroute.tests.clients.Answer.statement;

import io.lakeroute.tests.clients.Answer.Question;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.LinkedHashMap;
import java.util.Map;

/** Questions about single values of every type, in rows and as parameters; stateless. */
final class ValueQuestions {

  private ValueQuestions() {}

  static Map<String, Question> values() {
    Map<String, Question> all = new LinkedHashMap<>();
    all.put(
        "whole numbers",
        statement(
            "SELECT CAST(-128 AS TINYINT) ti, CAST(32767 AS SMALLINT) si, 2147483647 i,"
                + " 9223372036854775807 bi"));
    all.put(
        "other numbers",
        statement(
            "SELECT CAST(1.5 AS FLOAT) f, CAST('NaN' AS DOUBLE) nan, CAST(-1.25E100 AS DOUBLE) d,"
                + " CAST(12345678901234567890.12 AS DECIMAL(22,2)) de"));
    all.put(
        "texts", statement("SELECT '' AS empty, 'é😀\n\"x\"' AS odd, CAST('a' AS VARCHAR(5)) v"));
    all.put("truth and bytes", statement("SELECT true AS t, false AS f, X'00FF' AS b"));
    all.put(
        "times",
        statement(
            "SELECT DATE'1999-12-31' d, TIMESTAMP'2024-07-01 03:04:05.123456Z' ts,"
                + " TIMESTAMP_NTZ'2024-01-02 03:04:05.123456' ntz"));
    all.put(
        "old times", statement("SELECT DATE'1582-10-15' d, TIMESTAMP'1900-01-01 00:00:00Z' ts"));
    all.put(
        "nested values",
        statement(
            "SELECT array(1, 2, NULL) a, map('k', 1.5) m,"
                + " named_struct('x', 1, 'y', array('p')) s"));
    all.put(
        "intervals",
        statement(
            "SELECT INTERVAL '1-2' YEAR TO MONTH ym, INTERVAL '1 02:03:04' DAY TO SECOND ds"));
    all.put(
        "nulls",
        statement(
            "SELECT CAST(NULL AS STRING) s, CAST(NULL AS BIGINT) b, CAST(NULL AS DECIMAL(5,2)) d,"
                + " CAST(NULL AS TIMESTAMP) t, CAST(NULL AS ARRAY<INT>) a"));
    return all;
  }

  static Map<String, Question> parameters() {
    Map<String, Question> all = new LinkedHashMap<>();
    all.put(
        "eight parameters",
        prepared("SELECT ? a, ? b, ? c, ? d, ? e, ? f, ? g, ? h", 1, 2, 3, 4, 5, 6, 7, 8));
    all.put(
        "typed parameters",
        prepared(
            "SELECT ? a, ? b, ? c, ? d, ? e, ? f",
            5L,
            "it's ? :x -- \\",
            new BigDecimal("12.34"),
            Date.valueOf("2024-01-02"),
            Timestamp.valueOf("2024-01-02 03:04:05.123456"),
            true));
    all.put(
        "a null parameter",
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement("SELECT ? IS NULL AS n")) {
            statement.setNull(1, Types.VARCHAR);
            return rows(statement.executeQuery());
          }
        });
    return all;
  }
}
