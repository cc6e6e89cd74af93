// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.types.StructType;

/** A form of statement that the workspace answers itself; immutable. */
record StatementRule(Pattern form, Answer answer) {

  private static final String PART = "(?:`(?:[^`]|``)+`|[^\\s`.;]+)";

  /** A name of one part or more, as the parser takes it. */
  static final String NAME = "(%s(?:\\.%s)*)".formatted(PART, PART);

  /** Blanks and comments, such as the mark that a client puts in front. */
  private static final String BEFORE = "(?:\\s|/\\*.*?\\*/|--[^\\n]*\\n)*+";

  /** Answers a statement of the form; empty leaves it to Spark. */
  @FunctionalInterface
  interface Answer {
    Optional<Dataset<Row>> run(Session session, Matcher statement) throws ParseException;
  }

  /** A rule for a regular expression over the whole statement, case ignored. */
  static StatementRule of(String regex, Answer answer) {
    int flags = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
    return new StatementRule(Pattern.compile(BEFORE + regex + "\\s*;?\\s*", flags), answer);
  }

  /** The answer of the first rule that fits. */
  static Optional<Dataset<Row>> run(List<StatementRule> rules, Session session, String sql)
      throws ParseException {
    for (var rule : rules) {
      var statement = rule.form().matcher(sql);
      if (statement.matches()) {
        return rule.answer().run(session, statement);
      }
    }
    return Optional.empty();
  }

  /** An answer of rows, under a schema in DDL. */
  static Optional<Dataset<Row>> rows(Session session, String schema, List<Row> rows) {
    return Optional.of(session.spark().createDataFrame(rows, StructType.fromDDL(schema)));
  }

  static Optional<Dataset<Row>> row(Session session, String schema, Object... values) {
    return rows(session, schema, List.of(RowFactory.create(values)));
  }

  /** An answer without columns. */
  static Optional<Dataset<Row>> nothing(Session session) {
    return Optional.of(session.spark().createDataFrame(List.<Row>of(), new StructType()));
  }
}
