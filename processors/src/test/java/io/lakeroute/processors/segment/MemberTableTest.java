// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.processors.sql.SqlName;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table that a segment is put into. */
class MemberTableTest {

  private static final Pin PIN = new Pin(Models.AS_OF, Map.of("customers", 12L));

  private final MemberTable table =
      new MemberTable(
          SqlName.object("main.segments.`soft drinks`"),
          Models.bound(
              """
              segment: soft-drinks
              model: retail
              returns: [customers.email, {name: spent, field: purchases, aggregate: sum, of: value}]
              rules: {combinator: and, rules: [{field: customers.tier, operator: "=", value: gold}]}
              """));

  @Test
  void it_is_created_with_a_column_for_all_that_the_segment_returns() {
    assertThat(table.create().sql())
        .isEqualTo(
            "CREATE TABLE `main`.`segments`.`soft drinks` (`customer_id` BIGINT, `email` STRING,"
                + " `spent` DECIMAL(20,2))");
    assertThat(table.described())
        .isEqualTo("customer_id BIGINT, email STRING, spent DECIMAL(20,2)");
  }

  @Test
  void its_rows_are_replaced_by_the_statement_of_the_members() {
    Statement members = new SegmentStatements(table.segment(), PIN).members();

    assertThat(table.replace(PIN).sql())
        .isEqualTo(
            "INSERT OVERWRITE TABLE `main`.`segments`.`soft drinks` (`customer_id`, `email`,"
                + " `spent`)\n"
                + members.sql());
    assertThat(table.replace(PIN).parameters()).isEqualTo(members.parameters());
  }

  @Test
  void keys_of_two_versions_are_compared_in_groups_so_that_null_is_a_key() {
    assertThat(table.difference(3, 4).sql())
        .isEqualTo(
            """
            SELECT coalesce(sum(k.a), 0) AS `rows`, count_if(k.a > 0 AND k.b = 0) AS `entered`, count_if(k.b > 0 AND k.a = 0) AS `left`
            FROM (SELECT sum(u.b) AS `b`, sum(u.a) AS `a`
            FROM (SELECT `customer_id` AS `k`, 1 AS `b`, 0 AS `a`
            FROM `main`.`segments`.`soft drinks` VERSION AS OF 3
            UNION ALL SELECT `customer_id` AS `k`, 0 AS `b`, 1 AS `a`
            FROM `main`.`segments`.`soft drinks` VERSION AS OF 4) AS u
            GROUP BY u.k) AS k\
            """);
  }

  @Test
  void a_table_fits_in_any_order_and_case_with_these_columns_only() {
    assertThat(fits("SPENT", "decimal(20,2)", "email", "string", "customer_id", "long")).isTrue();
    assertThat(fits("spent", "decimal(20,2)", "email", "varchar(9)", "customer_id", "bigint"))
        .as("a text column with a length")
        .isTrue();
    assertThat(fits("spent", "decimal(20,2)", "customer_id", "bigint")).isFalse();
    assertThat(fits("spent", "decimal(10,2)", "email", "string", "customer_id", "bigint"))
        .isFalse();
    assertThat(
            fits("spent", "decimal(20,2)", "email", "string", "customer_id", "bigint", "x", "int"))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "integer|INT",
        "short|SMALLINT",
        "byte|TINYINT",
        "real|FLOAT",
        "numeric|DECIMAL(10,0)",
        "decimal(6, 2)|DECIMAL(6,2)",
        "char(3)|STRING",
        "string collate UTF8_LCASE|STRING COLLATE UTF8_LCASE",
        "array<varchar(3)>|ARRAY<STRING>",
        "timestamp_ntz|TIMESTAMP_NTZ"
      })
  void a_type_has_one_spelling(String unity, String sql) {
    assertThat(ReturnedTypes.of(DataType.of(unity))).isEqualTo(sql);
  }

  private boolean fits(String... namesAndTypes) {
    Map<String, String> columns = new TreeMap<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      columns.put(namesAndTypes[i], namesAndTypes[i + 1]);
    }
    return table.fits(new TableColumns(columns));
  }
}
