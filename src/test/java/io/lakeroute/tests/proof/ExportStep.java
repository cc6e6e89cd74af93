// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The statements of an export, in their order. */
enum ExportStep {
  CREATE_STAGING("CREATE TABLE IF NOT EXISTS \\S+`_lakeroute_export_.*"),
  COPY_INTO("COPY INTO .*"),
  COUNT_STAGED("SELECT count.* AS held.* FROM \\S+`_lakeroute_export_\\w+`"),
  HISTORY("DESCRIBE HISTORY .*"),
  PUBLISH("(INSERT OVERWRITE|MERGE INTO|CREATE TABLE) .*"),
  COUNT_VERSION("SELECT .* VERSION AS OF .*"),
  DROP_STAGING("DROP TABLE IF EXISTS .*");

  private static final Pattern COMMENT = Pattern.compile("^/\\*.*?\\*/ ");

  private final Pattern statement;

  ExportStep(String statement) {
    this.statement = Pattern.compile(statement, Pattern.DOTALL);
  }

  /** The step to which a statement belongs. */
  static Optional<ExportStep> of(String statement) {
    String sql = COMMENT.matcher(statement).replaceFirst("");
    return Stream.of(values()).filter(step -> step.statement.matcher(sql).matches()).findFirst();
  }
}
