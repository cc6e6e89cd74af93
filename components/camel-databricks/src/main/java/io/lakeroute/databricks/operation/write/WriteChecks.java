// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.write;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.option.CommonOptions;
import io.lakeroute.databricks.option.ConnectionChecks;
import io.lakeroute.databricks.option.OptionChecks;
import io.lakeroute.databricks.profile.CatalogFence;
import java.time.Duration;
import java.util.Locale;

/** What the options of write may be, and who may change anything at all. Stateless. */
final class WriteChecks {

  private WriteChecks() {}

  static void check(CommonOptions common, WriteOptions options) {
    OptionChecks.range(
        "stagingRetention",
        options.getStagingRetention(),
        Duration.ofSeconds(1),
        Duration.ofDays(365));
    if (options.getStageAbove() < 1) {
      throw OptionChecks.wrong("The option stageAbove must be 1 or more.");
    }
    if (OptionChecks.blank(common.getObject())) {
      throw OptionChecks.wrong(
          "databricks:write needs the name of a table, as in databricks:write:main.crm.leads.");
    }
    boolean merge = options.getWriteMode() == WriteMode.MERGE;
    if (merge && OptionChecks.blank(common.getKeys())) {
      throw OptionChecks.wrong(
          "writeMode=merge needs the option keys: the columns that tell rows apart, as in keys=id.");
    }
    if (!merge && !OptionChecks.blank(common.getKeys())) {
      throw OptionChecks.wrong(
          "The option keys goes with writeMode=merge only, not with writeMode="
              + options.getWriteMode().name().toLowerCase(Locale.ROOT)
              + ".");
    }
    if (options.isAtLeastOnce() && options.getWriteMode() != WriteMode.APPEND) {
      throw OptionChecks.wrong(
          "The option atLeastOnce goes with writeMode=append only: merge and replace have the effect of one delivery anyway.");
    }
    if (OptionChecks.blank(options.getRunColumn())
        || OptionChecks.blank(options.getRunRowColumn())) {
      throw OptionChecks.wrong("The options runColumn and runRowColumn must not be empty.");
    }
  }

  /** Fails unless the fence of the connection allows the table, and the place of staging tables. */
  static void checkAllowed(
      CommonOptions common, WriteOptions options, WorkspaceConnection connection) {
    String name = connection.profile().name();
    CatalogFence fence = ConnectionChecks.fence(common, connection);
    ObjectName table = ObjectName.parse(common.getObject());
    fence.require(table.catalog(), "Cannot write to " + table, name);
    OptionChecks.stagingSchema(common)
        .ifPresent(
            schema ->
                fence.require(
                    schema.catalog(), "Cannot stage in " + common.getStagingSchema(), name));
  }
}
