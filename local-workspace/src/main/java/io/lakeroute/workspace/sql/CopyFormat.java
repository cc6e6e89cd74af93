// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The formats that COPY INTO reads, each with the options that it hands to Spark. Others are
 * refused: Spark passes options on to Hadoop, where some open files and load classes.
 */
enum CopyFormat {
  CSV(
      "csv",
      "charset charToEscapeQuoteEscaping columnNameOfCorruptRecord comment dateFormat delimiter"
          + " emptyValue encoding enforceSchema escape header ignoreLeadingWhiteSpace"
          + " ignoreTrailingWhiteSpace inferSchema lineSep locale maxCharsPerColumn maxColumns mode"
          + " multiLine nanValue negativeInf nullValue positiveInf preferDate quote samplingRatio"
          + " sep timestampFormat timestampNTZFormat timeZone unescapedQuoteHandling"),
  JSON(
      "json",
      "allowBackslashEscapingAnyCharacter allowComments allowNonNumericNumbers"
          + " allowNumericLeadingZeros allowSingleQuotes allowUnquotedControlChars"
          + " allowUnquotedFieldNames charset columnNameOfCorruptRecord dateFormat"
          + " dropFieldIfAllNull encoding inferTimestamp lineSep locale mode multiLine"
          + " prefersDecimal primitivesAsString samplingRatio timestampFormat timestampNTZFormat"
          + " timeZone"),
  PARQUET("parquet", "datetimeRebaseMode int96RebaseMode mergeSchema"),
  ORC("orc", "mergeSchema"),
  TEXT("text", "encoding lineSep wholeText"),
  BINARYFILE("binaryFile", "");

  /** Options of Databricks for all formats, which Spark has for some only. */
  private static final Set<String> EVERYWHERE = Set.of("inferschema", "mergeschema");

  private final String spark;
  private final Set<String> options = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  CopyFormat(String spark, String options) {
    this.spark = spark;
    this.options.addAll(Set.of(options.split(" ")));
  }

  static CopyFormat of(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    if (upper.equals("AVRO") || upper.equals("XML")) {
      throw SqlFailure.unsupported("FILEFORMAT = " + upper);
    }
    for (var format : values()) {
      if (format.name().equals(upper)) {
        return format;
      }
    }
    throw SqlFailure.of(
        "COPY_INTO_SOURCE_FILE_FORMAT_NOT_SUPPORTED",
        "0A000",
        "The format of the source files must be one of CSV, JSON, AVRO, ORC, PARQUET, TEXT, or"
            + " BINARYFILE.");
  }

  /** Under which name Spark knows it. */
  String spark() {
    return spark;
  }

  /** Throws for an option that this format has not. */
  void check(Map<String, String> given) {
    for (String name : given.keySet()) {
      if (!options.contains(name) && !EVERYWHERE.contains(name.toLowerCase(Locale.ROOT))) {
        throw SqlFailure.unsupported("The format option %s of %s".formatted(name, name()));
      }
    }
  }

  /** What of these options Spark takes. */
  Map<String, String> options(Map<String, String> given) {
    Map<String, String> taken = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    taken.putAll(given);
    taken.keySet().retainAll(options);
    return taken;
  }
}
