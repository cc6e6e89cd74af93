package io.lakeroute.databricks;

import io.lakeroute.databricks.catalog.SecurableName;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.profile.CatalogFence;
import io.lakeroute.databricks.query.StatementRunner;
import io.lakeroute.databricks.sample.ExcludedColumns;
import io.lakeroute.databricks.sample.SampleLimits;
import io.lakeroute.databricks.sample.SampleTable;
import io.lakeroute.databricks.unity.CatalogOperation;
import io.lakeroute.databricks.unity.CatalogQuestion;
import io.lakeroute.databricks.unity.FencedObjects;
import io.lakeroute.databricks.unity.ListColumns;
import io.lakeroute.databricks.unity.ListObjects;
import io.lakeroute.databricks.unity.ListPrivileges;
import io.lakeroute.databricks.unity.ObjectSource;
import io.lakeroute.databricks.unity.TableDetails;
import io.lakeroute.databricks.unity.UnityCatalog;

/** Sets up {@code catalog} for one endpoint, whose options are checked. Stateless. */
final class CatalogOperations {

  private CatalogOperations() {}

  static CatalogOperation of(
      WorkspaceConnection connection,
      DatabricksConfiguration common,
      CatalogConfiguration options,
      StatementRunner runner) {
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
          case PRIVILEGES -> new ListPrivileges(unity);
          case SAMPLE -> sample(connection, options, runner);
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
      WorkspaceConnection connection, CatalogConfiguration options, StatementRunner runner) {
    String excluded = options.getExcludeColumns();
    return new SampleTable(
        connection,
        runner,
        new SampleLimits(
            options.getSampleRows(),
            options.getSampleMode(),
            options.getStatisticsRows(),
            options.getMaxValueLength()),
        ExcludedColumns.parse(excluded == null ? "" : excluded),
        options.getObjectFrom() == ObjectFrom.ENDPOINT);
  }
}
