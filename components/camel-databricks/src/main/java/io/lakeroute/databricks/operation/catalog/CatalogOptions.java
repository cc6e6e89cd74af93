// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/**
 * The options of {@code catalog}, each declared once; {@link CatalogChecks} holds what they may be.
 */
@Configurer(extended = true)
@UriParams
public class CatalogOptions {

  @UriParam(
      label = "producer",
      defaultValue = "ENDPOINT",
      description =
          "Where catalog takes the object from: the endpoint's path, or the header CamelDatabricksObject (a name as text, or a"
              + " list of its parts). What the path names then bounds what the header may name.")
  private ObjectFrom objectFrom = ObjectFrom.ENDPOINT;

  @UriParam(
      label = "producer",
      defaultValue = "0",
      description =
          "Entries in a page of catalogs, schemas or tables, up to 1000; the service may give fewer. The header"
              + " CamelDatabricksPageToken then holds what to send for the next page, and is absent after the last. 0 reads all"
              + " pages, up to maxRows entries.")
  private int pageSize;

  @UriParam(
      label = "producer",
      defaultValue = "false",
      description =
          "Has action=tables find size and row count of each Delta table with statements, which wakes the warehouse. Otherwise"
              + " they are known only where Unity Catalog has them.")
  private boolean details;

  @UriParam(
      label = "producer",
      defaultValue = "10",
      description = "Rows that action=sample returns, 1 to 100.")
  private int sampleRows = 10;

  @UriParam(
      label = "producer",
      defaultValue = "FIRST",
      description =
          "Which rows action=sample looks at: first are those that come first and cost little; random are drawn by chance, for"
              + " which the whole table or view is read.")
  private SampleMode sampleMode = SampleMode.FIRST;

  @UriParam(
      label = "producer",
      defaultValue = "10000",
      description =
          "Rows that the statistics of action=sample are made from, up to 100000; 0 makes none.")
  private int statisticsRows = 10_000;

  @UriParam(
      label = "producer",
      defaultValue = "200",
      description =
          "Characters after which action=sample cuts a text, or the JSON text of a nested value; 1 to 10000.")
  private int maxValueLength = 200;

  @UriParam(
      label = "producer",
      description =
          "Columns whose values action=sample does not read, neither for rows nor for statistics: names separated by commas, in which"
              + " an asterisk stands for any characters. They are listed without anything of their content.")
  private String excludeColumns;

  public ObjectFrom getObjectFrom() {
    return objectFrom;
  }

  public void setObjectFrom(ObjectFrom objectFrom) {
    this.objectFrom = objectFrom;
  }

  public int getPageSize() {
    return pageSize;
  }

  public void setPageSize(int pageSize) {
    this.pageSize = pageSize;
  }

  public boolean isDetails() {
    return details;
  }

  public void setDetails(boolean details) {
    this.details = details;
  }

  public int getSampleRows() {
    return sampleRows;
  }

  public void setSampleRows(int sampleRows) {
    this.sampleRows = sampleRows;
  }

  public SampleMode getSampleMode() {
    return sampleMode;
  }

  public void setSampleMode(SampleMode sampleMode) {
    this.sampleMode = sampleMode;
  }

  public int getStatisticsRows() {
    return statisticsRows;
  }

  public void setStatisticsRows(int statisticsRows) {
    this.statisticsRows = statisticsRows;
  }

  public int getMaxValueLength() {
    return maxValueLength;
  }

  public void setMaxValueLength(int maxValueLength) {
    this.maxValueLength = maxValueLength;
  }

  public String getExcludeColumns() {
    return excludeColumns;
  }

  public void setExcludeColumns(String excludeColumns) {
    this.excludeColumns = excludeColumns;
  }
}
