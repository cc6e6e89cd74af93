// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

import io.lakeroute.databricks.name.SecurableName;
import io.lakeroute.databricks.option.CommonOptions;
import io.lakeroute.databricks.option.OptionChecks;

/** What the options of {@code catalog} may be. Stateless. */
public final class CatalogChecks {

  private static final int LARGEST_PAGE = 1_000;
  private static final int MOST_SAMPLE_ROWS = 100;
  private static final int MOST_STATISTICS_ROWS = 100_000;
  private static final int LONGEST_VALUE = 10_000;

  private CatalogChecks() {}

  public static void check(CommonOptions common, CatalogOptions options) {
    CatalogAction action = action(common, options);
    checkObject(common, options, action);
    checkPaging(common, options, action);
    if (options.isDetails() && action != CatalogAction.TABLES) {
      throw OptionChecks.wrong("The option details belongs to action=tables.");
    }
    OptionChecks.range("sampleRows", options.getSampleRows(), 1, MOST_SAMPLE_ROWS);
    OptionChecks.range("statisticsRows", options.getStatisticsRows(), 0, MOST_STATISTICS_ROWS);
    OptionChecks.range("maxValueLength", options.getMaxValueLength(), 1, LONGEST_VALUE);
    if (options.getStatisticsRows() > 0 && options.getStatisticsRows() < options.getSampleRows()) {
      throw OptionChecks.wrong(
          "The option statisticsRows is "
              + options.getStatisticsRows()
              + " and sampleRows is "
              + options.getSampleRows()
              + "; statistics are made from the rows of the sample and more, or with 0 not at all.");
    }
  }

  /** The option, or what it is where it is not set. */
  static CatalogAction action(CommonOptions common, CatalogOptions options) {
    if (!OptionChecks.blank(common.getAction())) {
      return CatalogAction.of(common.getAction());
    }
    return OptionChecks.blank(common.getObject()) && options.getObjectFrom() == ObjectFrom.ENDPOINT
        ? CatalogAction.CATALOGS
        : CatalogAction.COLUMNS;
  }

  /** The object of the endpoint's path. */
  static SecurableName object(CommonOptions common) {
    return SecurableName.parse(OptionChecks.text(common.getObject()).orElse(""));
  }

  private static void checkObject(
      CommonOptions common, CatalogOptions options, CatalogAction action) {
    SecurableName object = object(common);
    boolean fits =
        options.getObjectFrom() == ObjectFrom.ENDPOINT
            ? action.takes(object.depth())
            : action.takesWithin(object.depth());
    if (!fits) {
      throw OptionChecks.wrong(action.misfit(object.depth(), common.getObject(), "none is given."));
    }
  }

  private static void checkPaging(
      CommonOptions common, CatalogOptions options, CatalogAction action) {
    OptionChecks.range("pageSize", options.getPageSize(), 0, LARGEST_PAGE);
    if (options.getPageSize() > 0 && !action.listing()) {
      throw OptionChecks.wrong(
          "The option pageSize belongs to action=catalogs, schemas and tables; "
              + action.lowerCase()
              + " has no pages.");
    }
    if (options.getPageSize() > 0 && common.getMaxRows() > 0) {
      throw OptionChecks.wrong(
          "databricks:catalog takes either pageSize, for one page at a time, or maxRows, for all pages up to so many"
              + " entries; not both.");
    }
  }
}
