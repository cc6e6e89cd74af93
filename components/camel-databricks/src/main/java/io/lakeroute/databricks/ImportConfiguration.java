package io.lakeroute.databricks;

import io.lakeroute.databricks.schedule.Frequency;
import io.lakeroute.databricks.snapshot.SnapshotSettings.NullTimestamps;
import java.time.DayOfWeek;
import java.time.Duration;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The options of consumers, each declared once: what they import, and when. */
@Configurer(extended = true)
@UriParams
public class ImportConfiguration {

  @UriParam(
      label = "consumer",
      description =
          "Name of what is imported, part of the run's key tenant/flow/name. The default is"
              + " databricks_CATALOG_SCHEMA_TABLE. For runs in from: what tells several of them"
              + " apart, each of which hears of all runs; the default is runs.")
  private String stream;

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
      description =
          "Columns to deliver, separated by commas; timestamp and key come with them. The default"
              + " is all.")
  private String fields;

  @UriParam(
      label = "consumer",
      description =
          "Condition in SQL that rows must meet, as in status = 'active'. It is part of the"
              + " statement: set it in the route, never from a message.")
  private String filter;

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
      description =
          "Whether to go on with what is new after the first import; false is frequency=once.")
  private boolean keepUpdated = true;

  @UriParam(
      label = "consumer",
      defaultValue = "true",
      description =
          "Whether a run resumes the one before it that broke off, behind the last batch that was"
              + " taken. With false it begins that run anew and delivers all its rows, as a sink"
              + " needs that publishes whole runs, such as write with writeMode=replace.")
  private boolean resume = true;

  @UriParam(label = "scheduler", defaultValue = "DAILY", description = "How often a run is due.")
  private Frequency frequency = Frequency.DAILY;

  @UriParam(
      label = "scheduler",
      defaultValue = "00:00",
      description =
          "Time of day at which a run is due, HH:mm or HH:mm:ss; for hourly its minute counts.")
  private String timeOfDay = "00:00";

  @UriParam(
      label = "scheduler",
      defaultValue = "MONDAY",
      description = "Day on which a weekly run is due.")
  private DayOfWeek dayOfWeek = DayOfWeek.MONDAY;

  @UriParam(
      label = "scheduler",
      defaultValue = "1",
      description =
          "Day on which a monthly run is due, 1 to 31; the last day of months that are shorter.")
  private int dayOfMonth = 1;

  @UriParam(
      label = "scheduler",
      defaultValue = "UTC",
      description = "Time zone of timeOfDay and cron, such as Europe/Berlin.")
  private String timezone = "UTC";

  @UriParam(label = "scheduler", description = "Quartz cron expression for frequency=cron.")
  private String cron;

  @UriParam(
      label = "scheduler",
      defaultValue = "1h",
      javaType = "java.time.Duration",
      description = "Time between runs for frequency=interval.")
  private Duration interval = Duration.ofHours(1);

  public String getStream() {
    return stream;
  }

  public void setStream(String stream) {
    this.stream = stream;
  }

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

  public String getFields() {
    return fields;
  }

  public void setFields(String fields) {
    this.fields = fields;
  }

  public String getFilter() {
    return filter;
  }

  public void setFilter(String filter) {
    this.filter = filter;
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

  public boolean isResume() {
    return resume;
  }

  public void setResume(boolean resume) {
    this.resume = resume;
  }

  public Frequency getFrequency() {
    return frequency;
  }

  public void setFrequency(Frequency frequency) {
    this.frequency = frequency;
  }

  public String getTimeOfDay() {
    return timeOfDay;
  }

  public void setTimeOfDay(String timeOfDay) {
    this.timeOfDay = timeOfDay;
  }

  public DayOfWeek getDayOfWeek() {
    return dayOfWeek;
  }

  public void setDayOfWeek(DayOfWeek dayOfWeek) {
    this.dayOfWeek = dayOfWeek;
  }

  public int getDayOfMonth() {
    return dayOfMonth;
  }

  public void setDayOfMonth(int dayOfMonth) {
    this.dayOfMonth = dayOfMonth;
  }

  public String getTimezone() {
    return timezone;
  }

  public void setTimezone(String timezone) {
    this.timezone = timezone;
  }

  public String getCron() {
    return cron;
  }

  public void setCron(String cron) {
    this.cron = cron;
  }

  public Duration getInterval() {
    return interval;
  }

  public void setInterval(Duration interval) {
    this.interval = interval;
  }
}
