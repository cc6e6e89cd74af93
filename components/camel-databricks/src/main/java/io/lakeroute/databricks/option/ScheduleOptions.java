// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.option;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.run.Frequency;
import io.lakeroute.databricks.run.RunPolicy;
import io.lakeroute.databricks.run.Schedule;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** When scheduled operations run, each option declared once. */
@Configurer(extended = true)
@UriParams
public class ScheduleOptions {

  @UriParam(
      label = "scheduler",
      defaultValue = "DAILY",
      description =
          "How often a run is due: once, hourly, daily, weekly, monthly, cron or interval.")
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

  @UriParam(
      label = "consumer,advanced",
      defaultValue = "250ms",
      javaType = "java.time.Duration",
      description =
          "Shortest time between two stored positions of a run; 0 stores it after each batch. It is"
              + " also stored before and after the last batch, and when the run fails or stops."
              + " After a kill, batches delivered since are redelivered with the same record ids.")
  private Duration commitInterval = Duration.ofMillis(250);

  @UriParam(
      label = "consumer,advanced",
      defaultValue = "5",
      description =
          "Attempts in a row, without a delivered batch in between, before a run fails for"
              + " UNAVAILABLE or THROTTLED. Each attempt resumes after the last delivered batch; of"
              + " schedule, it begins anew.")
  private int runAttempts = 5;

  @UriParam(
      label = "consumer,advanced",
      defaultValue = "10s",
      javaType = "java.time.Duration",
      description =
          "Delay before the second attempt of a run. It doubles with each attempt, up to a minute;"
              + " a Retry-After of the service of up to ten minutes takes precedence.")
  private Duration runRetryDelay = Duration.ofSeconds(10);

  /**
   * The schedule that the options describe.
   *
   * @param repeated false for a single run, whatever the frequency
   * @throws DatabricksException CONFIGURATION for options that make no schedule
   */
  public Schedule schedule(boolean repeated) {
    try {
      return new Schedule(
          repeated ? frequency : Frequency.ONCE,
          LocalTime.parse(timeOfDay),
          dayOfWeek,
          dayOfMonth,
          interval,
          repeated ? OptionChecks.text(cron) : Optional.empty(),
          ZoneId.of(timezone));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw OptionChecks.wrong("The schedule is not right: " + e.getMessage() + ".");
    }
  }

  /** As {@link #commitInterval}, {@link #runAttempts} and {@link #runRetryDelay} say. */
  public RunPolicy policy() {
    OptionChecks.range("commitInterval", commitInterval, Duration.ZERO, Duration.ofMinutes(1));
    OptionChecks.range("runAttempts", runAttempts, 1, 100);
    OptionChecks.range("runRetryDelay", runRetryDelay, Duration.ZERO, Duration.ofMinutes(1));
    return new RunPolicy(commitInterval, runAttempts, runRetryDelay);
  }

  public Duration getCommitInterval() {
    return commitInterval;
  }

  public void setCommitInterval(Duration commitInterval) {
    this.commitInterval = commitInterval;
  }

  public int getRunAttempts() {
    return runAttempts;
  }

  public void setRunAttempts(int runAttempts) {
    this.runAttempts = runAttempts;
  }

  public Duration getRunRetryDelay() {
    return runRetryDelay;
  }

  public void setRunRetryDelay(Duration runRetryDelay) {
    this.runRetryDelay = runRetryDelay;
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
