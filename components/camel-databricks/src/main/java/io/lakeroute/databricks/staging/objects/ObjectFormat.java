// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging.objects;

import io.lakeroute.databricks.result.StreamFormat;
import io.lakeroute.databricks.staging.SqlText;
import io.lakeroute.databricks.staging.TargetColumn;
import java.util.List;

/** How rows stand in staged objects: every value as the text that its column's type reads. */
public enum ObjectFormat {
  /** A JSON object in each line; values are strings or null. */
  JSONL(StreamFormat.JSON_LINES, "jsonl", "JSON", "'primitivesAsString' = 'true'"),
  /**
   * CSV with a header line. Its NULL is an empty field without quotes. Spark's reader wants a text
   * that means NULL, too: one that hardly occurs, and is refused.
   */
  CSV(
      StreamFormat.CSV,
      "csv",
      "CSV",
      "'header' = 'true', 'multiLine' = 'true', 'escape' = '\"', 'lineSep' = '\\n', 'nullValue' = '\\u0001N'");

  /** The value of the option {@code nullValue} above. */
  static final String CSV_NULL = "\u0001N";

  private final StreamFormat encoding;
  private final String suffix;
  private final String fileFormat;
  private final String readOptions;

  ObjectFormat(StreamFormat encoding, String suffix, String fileFormat, String readOptions) {
    this.encoding = encoding;
    this.suffix = suffix;
    this.fileFormat = fileFormat;
    this.readOptions = readOptions;
  }

  StreamFormat encoding() {
    return encoding;
  }

  /** The end of an object's name. */
  String suffix() {
    return suffix;
  }

  /** As COPY INTO calls it. */
  String fileFormat() {
    return fileFormat;
  }

  /** The options with which Spark reads back exactly what was written of these columns. */
  String readOptions(List<TargetColumn> columns) {
    boolean corrupt =
        columns.stream().map(TargetColumn::name).anyMatch(SqlText.CORRUPT::equalsIgnoreCase);
    return "'mode' = 'FAILFAST', "
        + readOptions
        + (corrupt ? ", 'columnNameOfCorruptRecord' = " + SqlText.NO_COLUMN : "");
  }
}
