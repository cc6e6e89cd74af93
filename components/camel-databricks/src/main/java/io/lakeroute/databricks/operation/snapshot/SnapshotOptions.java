// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.snapshot;

import io.lakeroute.databricks.operation.snapshot.SnapshotSettings.NullTimestamps;
import java.time.Duration;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** What {@code snapshot} imports, each option declared once. */
@Configurer(extended = true)
@UriParams
public class SnapshotOptions {

  @UriParam(
      label = "consumer",
      description =
          "Column of type TIMESTAMP, TIMESTAMP_NTZ or DATE that tells new rows from old ones."
              + " Without it every run reads all rows.")
  private String timestampColumn;

  @UriParam(
      label = "consumer",
      description =
          "Column with the time of the event that a row tells of, for whoever receives it:"
              + " delivered as _record_timestamp. The default is timestampColumn.")
  private String recordTimestampColumn;

  @UriParam(
      label = "consumer",
      description = "Rows with a later timestamp only, as yyyy-MM-dd HH:mm:ss in UTC.")
  private String since;

  @UriParam(
      label = "consumer",
      defaultValue = "0s",
      javaType = "java.time.Duration",
      description =
          "How far back of the last watermark rows may still come in with older timestamps. Rows"
              + " already delivered are left out while the version imported last can be compared"
              + " with, else they come again with the same _record_id.")
  private Duration overlap = Duration.ZERO;

  @UriParam(
      label = "consumer",
      defaultValue = "DELIVER",
      description =
          "What becomes of rows whose timestamp is NULL: deliver them after all others, ignore them"
              + " (they are counted), or fail before the first batch.")
  private NullTimestamps nullTimestamps = NullTimestamps.DELIVER;

  @UriParam(
      label = "consumer",
      defaultValue = "false",
      description =
          "Whether to count in the warehouse what a run should deliver, and to mark the run short"
              + " where it did not. It also gives progress in percent.")
  private boolean audit;

  @UriParam(
      label = "consumer",
      defaultValue = "true",
      description = "Whether to import again after the first run; false is frequency=once.")
  private boolean keepUpdated = true;

  public String getTimestampColumn() {
    return timestampColumn;
  }

  public void setTimestampColumn(String timestampColumn) {
    this.timestampColumn = timestampColumn;
  }

  public String getRecordTimestampColumn() {
    return recordTimestampColumn;
  }

  public void setRecordTimestampColumn(String recordTimestampColumn) {
    this.recordTimestampColumn = recordTimestampColumn;
  }

  public String getSince() {
    return since;
  }

  public void setSince(String since) {
    this.since = since;
  }

  public Duration getOverlap() {
    return overlap;
  }

  public void setOverlap(Duration overlap) {
    this.overlap = overlap;
  }

  public NullTimestamps getNullTimestamps() {
    return nullTimestamps;
  }

  public void setNullTimestamps(NullTimestamps nullTimestamps) {
    this.nullTimestamps = nullTimestamps;
  }

  public boolean isAudit() {
    return audit;
  }

  public void setAudit(boolean audit) {
    this.audit = audit;
  }

  public boolean isKeepUpdated() {
    return keepUpdated;
  }

  public void setKeepUpdated(boolean keepUpdated) {
    this.keepUpdated = keepUpdated;
  }
}
