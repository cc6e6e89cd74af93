// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.name.SecurableName;
import io.lakeroute.databricks.option.CommonOptions;
import io.lakeroute.databricks.option.ConnectionChecks;
import io.lakeroute.databricks.option.OptionChecks;
import io.lakeroute.databricks.profile.CatalogFence;
import io.lakeroute.databricks.statement.read.LargeResults;
import io.lakeroute.databricks.statement.read.StatementRunner;
import io.lakeroute.databricks.unity.UnityCatalog;

/** Sets up {@code catalog} for one endpoint, whose options are checked. Stateless. */
public final class CatalogOperations {

  private CatalogOperations() {}

  public static CatalogOperation of(
      WorkspaceConnection connection,
      CommonOptions common,
      CatalogOptions options,
      StatementRunner runner,
      LargeResults statements) {
    CatalogAction action = CatalogChecks.action(common, options);
    SecurableName object = CatalogChecks.object(common);
    CatalogFence fence = ConnectionChecks.fence(common, connection);
    UnityCatalog unity = new UnityCatalog(connection);
    CatalogQuestion question =
        switch (action) {
          case CATALOGS, SCHEMAS, TABLES ->
              new ListObjects(
                  unity,
                  fence,
                  action,
                  options.getPageSize(),
                  common.getMaxRows(),
                  options.isDetails()
                      ? new TableDetails(connection, runner)
                      : (entry, run) -> entry);
          case COLUMNS -> new ListColumns(unity);
          case KEYS -> new ListKeys(unity);
          case PRIVILEGES -> new ListPrivileges(unity);
          case SAMPLE -> sample(connection, options, runner);
          case VERSION -> new ReadVersion(connection, statements);
        };
    boolean fromHeader = options.getObjectFrom() == ObjectFrom.HEADER;
    FencedObjects objects =
        new FencedObjects(
            fromHeader ? ObjectSource.header(object) : ObjectSource.fixed(object),
            fence,
            connection.profile().name());
    objects.require(object);
    return new CatalogOperation(connection, action, objects, question, common.getOutputType());
  }

  private static SampleTable sample(
      WorkspaceConnection connection, CatalogOptions options, StatementRunner runner) {
    return new SampleTable(
        connection,
        runner,
        new SampleLimits(
            options.getSampleRows(),
            options.getSampleMode(),
            options.getStatisticsRows(),
            options.getMaxValueLength()),
        ExcludedColumns.parse(OptionChecks.names(options.getExcludeColumns())),
        options.getObjectFrom() == ObjectFrom.ENDPOINT);
  }
}
