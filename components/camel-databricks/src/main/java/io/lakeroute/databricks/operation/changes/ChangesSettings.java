// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.option.CommonOptions;
import io.lakeroute.databricks.option.OptionChecks;
import io.lakeroute.databricks.option.SourceOptions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a user asked to sync. Immutable.
 *
 * @param table a Delta table with a change data feed
 * @param keys columns that make a row unique; none for the declared primary key
 * @param fields columns to deliver besides the keys; none for all
 * @param filter a condition in SQL, the user's own
 * @param bootstrap what the first run delivers
 * @param startVersion for {@link Bootstrap#VERSION}
 * @param net whether changes of a row are folded
 * @param beforeImage whether updates carry the values before them
 * @param deletes what becomes of them
 * @param onGap what becomes of changes that cannot be read any more
 * @param batchSize rows in a batch
 */
record ChangesSettings(
    ObjectName table,
    List<String> keys,
    List<String> fields,
    Optional<String> filter,
    Bootstrap bootstrap,
    OptionalLong startVersion,
    Net net,
    boolean beforeImage,
    Deletes deletes,
    OnGap onGap,
    int batchSize) {

  /**
   * Reads the options of an endpoint.
   *
   * @throws io.lakeroute.databricks.error.DatabricksException CONFIGURATION naming what is wrong
   */
  static ChangesSettings of(CommonOptions common, SourceOptions source, ChangesOptions options) {
    if (OptionChecks.blank(common.getObject())) {
      throw OptionChecks.wrong(
          "databricks:changes needs the table to sync, as in databricks:changes:main.crm.leads, or as the"
              + " property table of its Kamelet.");
    }
    boolean version = options.getBootstrap() == Bootstrap.VERSION;
    Optional<String> start = OptionChecks.text(options.getStartVersion());
    if (version != start.isPresent()) {
      throw OptionChecks.wrong(
          version
              ? "The option bootstrap=version needs startVersion."
              : "The option startVersion needs bootstrap=version.");
    }
    return new ChangesSettings(
        ObjectName.parse(common.getObject()),
        OptionChecks.names(common.getKeys()),
        OptionChecks.names(common.getFields()),
        OptionChecks.text(source.getFilter()),
        options.getBootstrap(),
        start.map(ChangesSettings::version).orElse(OptionalLong.empty()),
        options.getNet(),
        options.isBeforeImage(),
        options.getDeletes(),
        options.getOnGap(),
        common.getBatchSize());
  }

  private static OptionalLong version(String text) {
    try {
      long version = Long.parseLong(text);
      if (version >= 0) {
        return OptionalLong.of(version);
      }
    } catch (NumberFormatException e) {
      // Falls through to the same message.
    }
    throw OptionChecks.wrong(
        "The option startVersion is '" + text + "'; it must be a version, a number from 0 on.");
  }
}
