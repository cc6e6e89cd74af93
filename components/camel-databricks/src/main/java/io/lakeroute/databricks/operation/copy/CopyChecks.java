// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.option.CommonOptions;
import io.lakeroute.databricks.option.ConnectionChecks;
import io.lakeroute.databricks.option.OptionChecks;
import io.lakeroute.databricks.profile.CatalogFence;
import io.lakeroute.databricks.staging.ExportColumns;
import io.lakeroute.databricks.staging.objects.ObjectFormat;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the options of copy may be. Stateless. */
final class CopyChecks {

  private static final Pattern SIZE = Pattern.compile("(\\d{1,5})\\s*(KB|MB|GB)");
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)\\s*%");
  private static final long SMALLEST = 1 << 20;
  private static final long LARGEST = 1 << 30;

  private CopyChecks() {}

  static void check(CommonOptions common, CopyOptions options) {
    action(common);
    CopyTarget.check(common, options);
    objectBytes(options);
    maxShrink(options);
    OptionChecks.range(
        "runTimeout", options.getRunTimeout(), Duration.ofSeconds(1), Duration.ofDays(7));
    OptionChecks.text(options.getColumns()).ifPresent(ExportColumns::declared);
    if (options.getPublish() == PublishMode.MERGE && OptionChecks.blank(common.getKeys())) {
      throw OptionChecks.wrong(
          "publish=merge needs the option keys: the columns that identify a row, as in keys=id.");
    }
    if (options.getPublish() == PublishMode.CLASSIC) {
      checkClassic(common, options);
    }
  }

  private static void checkClassic(CommonOptions common, CopyOptions options) {
    if (options.getObjectFormat() != ObjectFormat.CSV) {
      throw OptionChecks.wrong(
          "publish=classic infers types from CSV. Set objectFormat=csv, or format=csv of the Kamelet.");
    }
    if (!OptionChecks.blank(common.getKeys())
        || !OptionChecks.blank(options.getMaxShrink())
        || options.isColumnMapping()) {
      throw OptionChecks.wrong(
          "publish=classic checks neither keys nor maxShrink, and has no column mapping. Leave out keys, maxShrink and columnMapping, or set publish=replace.");
    }
    if (options.getSchemaChange() != SchemaChange.EVOLVE) {
      throw OptionChecks.wrong(
          "publish=classic creates the table anew each time. Leave out schemaChange.");
    }
  }

  /** Fails unless the fence of the connection allows the table and the place of staging tables. */
  static void checkAllowed(
      CommonOptions common, CopyTarget target, WorkspaceConnection connection) {
    String name = connection.profile().name();
    CatalogFence fence = ConnectionChecks.fence(common, connection);
    fence.require(target.table().catalog(), "Cannot export to " + target.table(), name);
    OptionChecks.stagingSchema(common)
        .ifPresent(
            schema ->
                fence.require(
                    schema.catalog(), "Cannot stage in " + common.getStagingSchema(), name));
  }

  static CopyAction action(CommonOptions common) {
    String action = OptionChecks.text(common.getAction()).orElse("");
    return switch (action) {
      case "load" -> CopyAction.LOAD;
      case "publish" -> CopyAction.PUBLISH;
      default ->
          throw OptionChecks.wrong(
              action.isEmpty()
                  ? "databricks:copy needs the option action: load or publish."
                  : "databricks:copy has no action '" + action + "'; there are load and publish.");
    };
  }

  static long objectBytes(CopyOptions options) {
    String text = OptionChecks.text(options.getObjectSize()).orElse("");
    Matcher size = SIZE.matcher(text.toUpperCase(Locale.ROOT));
    if (size.matches()) {
      long unit =
          switch (size.group(2)) {
            case "KB" -> 1L << 10;
            case "MB" -> 1L << 20;
            default -> 1L << 30;
          };
      long bytes = Long.parseLong(size.group(1)) * unit;
      if (bytes >= SMALLEST && bytes <= LARGEST) {
        return bytes;
      }
    }
    throw OptionChecks.wrong(
        "The option objectSize is '" + text + "'; write a size from 1MB to 1GB, as in 64MB.");
  }

  /** The largest part of its rows that the table may lose, 0 to 1. */
  static Optional<BigDecimal> maxShrink(CopyOptions options) {
    return OptionChecks.text(options.getMaxShrink())
        .map(
            text -> {
              Matcher percent = PERCENT.matcher(text);
              BigDecimal part =
                  percent.matches()
                      ? new BigDecimal(percent.group(1)).movePointLeft(2)
                      : BigDecimal.TEN;
              if (part.compareTo(BigDecimal.ONE) > 0) {
                throw OptionChecks.wrong(
                    "The option maxShrink is '" + text + "'; write 0% to 100%, as in 30%.");
              }
              return part;
            });
  }
}
