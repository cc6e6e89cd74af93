// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.write;

import java.time.Duration;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The options of {@code write}, each declared once; {@link WriteChecks} holds what they may be. */
@Configurer(extended = true)
@UriParams
public class WriteOptions {

  @UriParam(
      label = "producer",
      defaultValue = "APPEND",
      description =
          "How write gets rows into the table: append adds each row once, however often it is delivered under the same run id;"
              + " merge replaces the row of the same keys or adds it; replace puts the rows of a whole run in the place of all rows"
              + " of the table, at once.")
  private WriteMode writeMode = WriteMode.APPEND;

  @UriParam(
      label = "producer,advanced",
      defaultValue = "_run_id",
      description =
          "Column (STRING) that writeMode=append fills with the run's id, to recognize what it has written.")
  private String runColumn = "_run_id";

  @UriParam(
      label = "producer,advanced",
      defaultValue = "_run_row",
      description =
          "Column (BIGINT) that writeMode=append fills with the row's position in its run: batch index x 1,000,000,000 + position in"
              + " the batch.")
  private String runRowColumn = "_run_row";

  @UriParam(
      label = "producer,advanced",
      defaultValue = "false",
      description =
          "Lets writeMode=append write to a table without runColumn and runRowColumn. A message that is delivered again is then"
              + " written again.")
  private boolean atLeastOnce;

  @UriParam(
      label = "producer,advanced",
      defaultValue = "24h",
      javaType = "java.time.Duration",
      description =
          "How long staging tables of runs that never ended are kept; the next run on the same table drops older ones."
              + " Staged rows of writes that never ended are kept an hour at least.")
  private Duration stagingRetention = Duration.ofHours(24);

  @UriParam(
      label = "producer,advanced",
      defaultValue = "false",
      description =
          "Sets the header CamelDatabricksVersion to the table's latest version after a write. Costs a statement.")
  private boolean reportVersion;

  @UriParam(
      label = "producer",
      defaultValue = "5000",
      description =
          "Rows of a message that write sends as values, in one statement, where the connection has a stagingPrefix."
              + " A longer message is staged: objects, COPY INTO, and statements that write up to 1000000 rows.")
  private int stageAbove = 5_000;

  public int getStageAbove() {
    return stageAbove;
  }

  public void setStageAbove(int stageAbove) {
    this.stageAbove = stageAbove;
  }

  public WriteMode getWriteMode() {
    return writeMode;
  }

  public void setWriteMode(WriteMode writeMode) {
    this.writeMode = writeMode;
  }

  public String getRunColumn() {
    return runColumn;
  }

  public void setRunColumn(String runColumn) {
    this.runColumn = runColumn;
  }

  public String getRunRowColumn() {
    return runRowColumn;
  }

  public void setRunRowColumn(String runRowColumn) {
    this.runRowColumn = runRowColumn;
  }

  public boolean isAtLeastOnce() {
    return atLeastOnce;
  }

  public void setAtLeastOnce(boolean atLeastOnce) {
    this.atLeastOnce = atLeastOnce;
  }

  public Duration getStagingRetention() {
    return stagingRetention;
  }

  public void setStagingRetention(Duration stagingRetention) {
    this.stagingRetention = stagingRetention;
  }

  public boolean isReportVersion() {
    return reportVersion;
  }

  public void setReportVersion(boolean reportVersion) {
    this.reportVersion = reportVersion;
  }
}
