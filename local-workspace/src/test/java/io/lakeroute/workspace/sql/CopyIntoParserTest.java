// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyIntoParserTest {

  @Test
  void reads_every_clause() {
    var copy =
        CopyIntoParser.parse(
            """
            copy into main.`my from`.t (a, `b``c`)
            from (select cast(x as bigint) a, concat('FROM (', y, ')') b, `😀` IS NOT DISTINCT FROM 'z' c
                  from '/Volumes/m/s/v' with (credential (AWS_ACCESS_KEY = 'k', 'AWS_SECRET_KEY' = "s)")))
            fileformat = Csv validate 15 rows
            files = ('a.csv', 'b\\'c.csv') /* why ' */
            format_options ('header' = 'true', multiLine = true, samplingRatio = 0.5)
            copy_options ('force' = 'TRUE'); -- done
            """);

    assertThat(copy.target()).isEqualTo("main.`my from`.t");
    assertThat(copy.columns()).containsExactly("a", "b`c");
    assertThat(copy.select().orElseThrow())
        .isEqualTo(
            "cast(x as bigint) a, concat('FROM (', y, ')') b, `😀` IS NOT DISTINCT FROM 'z' c");
    assertThat(copy.path()).isEqualTo("/Volumes/m/s/v");
    assertThat(copy.credential())
        .containsExactlyInAnyOrderEntriesOf(Map.of("AWS_ACCESS_KEY", "k", "AWS_SECRET_KEY", "s)"));
    assertThat(copy.format()).isEqualTo(CopyFormat.CSV);
    assertThat(copy.validate()).hasValue(15);
    assertThat(copy.files()).containsExactly("a.csv", "b'c.csv");
    assertThat(copy.has("HEADER")).isTrue();
    assertThat(copy.formatOptions()).containsEntry("samplingRatio", "0.5");
    assertThat(copy.force()).isTrue();
    assertThat(copy.mergeSchema()).isFalse();
    assertThat(copy).hasToString("COPY INTO main.`my from`.t");
  }

  @Test
  void takes_a_pattern_and_checks_all_rows_unless_a_number_is_given() {
    var copy =
        CopyIntoParser.parse(
            "COPY INTO t BY POSITION FROM '/x' FILEFORMAT = json VALIDATE PATTERN = '*.json'");

    assertThat(copy.byPosition()).isTrue();
    assertThat(copy.columns()).isEmpty();
    assertThat(copy.validate()).hasValue(CopyInto.ALL);
    assertThat(copy.pattern()).hasValue("*.json");
    assertThat(copy.files()).isEqualTo(List.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "t | the name of a table is missing at the end",
        "t FROM /x FILEFORMAT = CSV | a string is expected, '/' found",
        "t FROM (SELECT a FROM b) FILEFORMAT = CSV | a string is expected, 'b' found",
        "t FROM (SELECT a FROM 'x' WHERE a > 1) FILEFORMAT = CSV | ) is expected, 'WHERE' found",
        "t FROM (SELECT a FROM 'x' FILEFORMAT = CSV | ) is expected, 'FILEFORMAT' found",
        "t FROM 'x' PATTERN = 'y' FILEFORMAT = CSV | FILEFORMAT = is expected, 'PATTERN' found",
        "t FROM 'x' FILEFORMAT = CSV FILES = ('y') PATTERN = 'z' | the end or a clause in its place is expected, 'PATTERN' found",
        "t FROM 'x' FILEFORMAT = CSV COPY_OPTIONS ('force' = 'maybe') | the option force is true or false",
        "t FROM 'x' FILEFORMAT = CSV FORMAT_OPTIONS ('sep' = 'a', 'SEP' = 'b') | the option SEP is there twice",
        "t FROM 'x' FILEFORMAT = CSV /* open | a comment is not closed"
      })
  void says_what_it_expects(String sql, String message) {
    assertThatThrownBy(() -> CopyIntoParser.parse("COPY INTO " + sql))
        .isInstanceOf(SqlFailure.class)
        .hasMessage(
            "[COPY_INTO_SYNTAX_ERROR] Cannot parse COPY INTO: %s. SQLSTATE: 42601", message);
  }
}
