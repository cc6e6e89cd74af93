// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.Statements;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Schemas with everything a listing can trip over; immutable. */
final class SchemaZoo {

  /** Enough for several pages of any size that a service is likely to choose. */
  static final int MANY = 110;

  static final String ODD_COLUMNS =
      "`a b` INT, `back``tick` STRING, `what?` INT, `:colon` STRING, `\"quoted\"` STRING,"
          + " `it's` STRING, `größe_表` INT, `Mixed` INT";

  private final LocalWorkspace workspace;

  private SchemaZoo(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  static SchemaZoo of(LocalWorkspace workspace) {
    return new SchemaZoo(workspace);
  }

  /** The schema with a specimen of each kind. */
  String schema() {
    return workspace.access().schema();
  }

  String emptySchema() {
    return schema() + "_empty";
  }

  /** The schema with {@link #MANY} views. */
  String crowdedSchema() {
    return schema() + "_crowded";
  }

  /** A name in the first schema, in backticks. */
  String name(String object) {
    return workspace.access().catalog() + "." + schema() + ".`" + object.replace("`", "``") + "`";
  }

  /** Makes all of it. */
  void fill() {
    Statements statements = workspace.statements();
    statements.run(
        """
        CREATE TABLE %s (flag BOOLEAN, tiny TINYINT, small SMALLINT, medium INT NOT NULL COMMENT 'how many',
          big BIGINT, single FLOAT, twice DOUBLE, money DECIMAL(18,4), wide DECIMAL(38,10), text STRING,
          code VARCHAR(10), fixed CHAR(3), bytes BINARY, day DATE, at TIMESTAMP, wall TIMESTAMP_NTZ,
          list ARRAY<INT>, pairs MAP<STRING, INT>, pair STRUCT<a: INT, b: STRING>,
          deep ARRAY<STRUCT<k: STRING, v: MAP<STRING, DECIMAL(5,2)>>>, raw VARIANT)
        COMMENT 'one of each type' TBLPROPERTIES (delta.enableChangeDataFeed = true)
        """
            .formatted(name("all_types")));
    statements.run(
        "CREATE TABLE %s (id BIGINT, country STRING, day DATE) PARTITIONED BY (country, day)"
            .formatted(name("partitioned")));
    statements.run(
        "CREATE VIEW %s (n COMMENT 'a number') COMMENT 'a view' AS SELECT 1 AS n"
            .formatted(name("a_view")));
    statements.run(
        "CREATE TABLE %s (%s) TBLPROPERTIES (delta.columnMapping.mode = 'name')"
            .formatted(name("odd_columns"), ODD_COLUMNS));
    for (String odd : oddNames()) {
      statements.run(
          "CREATE VIEW %s (id COMMENT 'it''s odd') AS SELECT 1 AS id".formatted(name(odd)));
    }
    statements.run("CREATE SCHEMA " + workspace.access().catalog() + "." + emptySchema());
    statements.run("CREATE SCHEMA " + workspace.access().catalog() + "." + crowdedSchema());
    IntStream.range(0, MANY)
        .parallel()
        .forEach(
            i ->
                statements.run(
                    "CREATE VIEW %s AS SELECT %d AS n".formatted("v%03d".formatted(i), i),
                    Map.of("schema", crowdedSchema())));
  }

  /** Names of views that need backticks, encoding, or both. */
  static List<String> oddNames() {
    return List.of(
        "my table",
        "it's",
        "tick`s",
        "größe_表",
        "per%cent",
        "what?",
        "a#b&c=d+e",
        "semi;colon",
        "12");
  }
}
