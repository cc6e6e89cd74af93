package io.lakeroute.databricks;

import io.lakeroute.databricks.catalog.ObjectName;
import io.lakeroute.databricks.schedule.Frequency;
import io.lakeroute.databricks.schedule.Schedule;
import io.lakeroute.databricks.snapshot.SnapshotSettings;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the options of a consumer, and says which of them is wrong. Stateless. */
final class ImportSettings {

  private static final DateTimeFormatter SINCE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private ImportSettings() {}

  static SnapshotSettings snapshot(DatabricksConfiguration common, ImportConfiguration options) {
    if (OptionChecks.blank(common.getObject())) {
      throw OptionChecks.wrong(
          "databricks:snapshot needs the table or view to import, as in databricks:snapshot:main.crm.leads.");
    }
    if (options.getOverlap().isNegative()) {
      throw OptionChecks.wrong(
          "The option overlap is " + options.getOverlap() + "; it cannot be negative.");
    }
    Optional<String> timestamp = text(options.getTimestampColumn());
    if (timestamp.isEmpty() && text(options.getSince()).isPresent()) {
      throw OptionChecks.wrong("The option since needs timestampColumn.");
    }
    return new SnapshotSettings(
        ObjectName.parse(common.getObject()),
        timestamp,
        text(options.getRecordTimestampColumn()),
        text(options.getSince()).map(ImportSettings::since),
        names(options.getFields()),
        names(common.getKeys()),
        text(options.getFilter()),
        options.getOverlap(),
        options.getNullTimestamps(),
        common.getBatchSize(),
        options.isAudit(),
        options.isResume());
  }

  /** The name of the import, part of its key. */
  static String stream(ImportConfiguration options, ObjectName table) {
    return text(options.getStream())
        .orElseGet(
            () -> "databricks_" + table.catalog() + "_" + table.schema() + "_" + table.object());
  }

  static Schedule schedule(ImportConfiguration options) {
    try {
      return new Schedule(
          options.isKeepUpdated() ? options.getFrequency() : Frequency.ONCE,
          LocalTime.parse(options.getTimeOfDay()),
          options.getDayOfWeek(),
          options.getDayOfMonth(),
          options.getInterval(),
          options.isKeepUpdated() ? text(options.getCron()) : Optional.empty(),
          ZoneId.of(options.getTimezone()));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw OptionChecks.wrong("The schedule is not right: " + e.getMessage() + ".");
    }
  }

  private static Instant since(String text) {
    try {
      return LocalDateTime.parse(text, SINCE).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw OptionChecks.wrong(
          "The option since is '" + text + "'; write it as yyyy-MM-dd HH:mm:ss, in UTC.");
    }
  }

  private static List<String> names(String option) {
    return text(option).stream()
        .flatMap(names -> Arrays.stream(names.split(",")))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static Optional<String> text(String option) {
    return Optional.ofNullable(option).map(String::strip).filter(text -> !text.isEmpty());
  }
}
