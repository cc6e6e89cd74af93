// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.snapshot;

import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.option.CommonOptions;
import io.lakeroute.databricks.option.OptionChecks;
import io.lakeroute.databricks.option.ResumeOptions;
import io.lakeroute.databricks.option.SourceOptions;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;

/** Reads the options of a consumer, and says which of them is wrong. Stateless. */
public final class ImportSettings {

  private static final DateTimeFormatter SINCE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private ImportSettings() {}

  public static SnapshotSettings snapshot(
      CommonOptions common, SnapshotOptions options, SourceOptions source, ResumeOptions resuming) {
    if (OptionChecks.blank(common.getObject())) {
      throw OptionChecks.wrong(
          "databricks:snapshot needs the table or view to import, as in databricks:snapshot:main.crm.leads, or as"
              + " the property table of its Kamelet.");
    }
    if (options.getOverlap().isNegative()) {
      throw OptionChecks.wrong(
          "The option overlap is " + options.getOverlap() + "; it cannot be negative.");
    }
    Optional<String> timestamp = OptionChecks.text(options.getTimestampColumn());
    if (timestamp.isEmpty() && OptionChecks.text(options.getSince()).isPresent()) {
      throw OptionChecks.wrong("The option since needs timestampColumn.");
    }
    return new SnapshotSettings(
        ObjectName.parse(common.getObject()),
        timestamp,
        OptionChecks.text(options.getRecordTimestampColumn()),
        OptionChecks.text(options.getSince()).map(ImportSettings::since),
        OptionChecks.names(common.getFields()),
        OptionChecks.names(common.getKeys()),
        OptionChecks.text(source.getFilter()),
        options.getOverlap(),
        options.getNullTimestamps(),
        common.getBatchSize(),
        options.isAudit(),
        resuming.isResume());
  }

  private static Instant since(String text) {
    try {
      return LocalDateTime.parse(text, SINCE).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw OptionChecks.wrong(
          "The option since is '" + text + "'; write it as yyyy-MM-dd HH:mm:ss, in UTC.");
    }
  }
}
