// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.statement.guard.ScalarExpressions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a row gets that lacks a column, as the table's schema says it. */
class MissingValueTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|",
        "{'CURRENT_DEFAULT':\"'new'\"}|CAST(('new') AS STRING)",
        "{'CURRENT_DEFAULT':'current_timestamp()'}|CAST((current_timestamp()) AS STRING)",
        "{'CURRENT_DEFAULT':'map(1, array(2.5))'}|CAST((map(1, array(2.5))) AS STRING)",
        "{'CURRENT_DEFAULT':'NULL'}|CAST((NULL) AS STRING)",
        "{'CURRENT_DEFAULT':'1), (2'}|the table",
        "{'CURRENT_DEFAULT':'1) AS STRING'}|the table",
        "{'CURRENT_DEFAULT':'1 -- '}|the table",
        "{'CURRENT_DEFAULT':'1 /* '}|the table",
        "{'CURRENT_DEFAULT':':rows'}|the table",
        "{'CURRENT_DEFAULT':'?'}|the table",
        "{'CURRENT_DEFAULT':'(SELECT 1)'}|the table",
        "{'CURRENT_DEFAULT':\"'a\"}|the table",
        "{'CURRENT_DEFAULT':'1 AS x'}|the table",
        "{'CURRENT_DEFAULT':''}|the table",
        "{'delta.generationExpression':'id + 1'}|the table",
        "{'delta.identity.start':1,'delta.identity.step':1}|the table"
      })
  void reads_defaults_and_leaves_to_the_table_what_is_not_one_expression(
      String metadata, String expected) {
    MissingValue missing =
        ColumnTypeReader.missing(
            "{\"name\":\"x\",\"type\":\"string\",\"nullable\":true,\"metadata\":%s}"
                .formatted(json(metadata)),
            TextTypes.string(),
            new ScalarExpressions());

    assertThat(missing.byTable() ? "the table" : missing.expression().orElse(null))
        .isEqualTo(expected);
  }

  /** Texts in single quotes become texts of JSON, unless double quotes hold them. */
  private static String json(String text) {
    return text.contains("\"") ? text.replaceAll("'(?=CURRENT|:)", "\"") : text.replace('\'', '"');
  }
}
