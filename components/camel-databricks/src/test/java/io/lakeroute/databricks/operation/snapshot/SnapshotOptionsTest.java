// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.operation.snapshot.SnapshotSettings.NullTimestamps;
import io.lakeroute.databricks.option.CommonOptions;
import io.lakeroute.databricks.option.ResumeOptions;
import io.lakeroute.databricks.option.ScheduleOptions;
import io.lakeroute.databricks.option.SourceOptions;
import io.lakeroute.databricks.run.Frequency;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SnapshotOptionsTest {

  private final CommonOptions common = new CommonOptions();
  private final SnapshotOptions options = new SnapshotOptions();
  private final SourceOptions source = new SourceOptions();
  private final ResumeOptions resuming = new ResumeOptions();
  private final ScheduleOptions schedule = new ScheduleOptions();

  @Test
  void options_have_these_defaults() {
    assertThat(common.getStream()).isNull();
    assertThat(options.getTimestampColumn()).isNull();
    assertThat(options.getRecordTimestampColumn()).isNull();
    assertThat(options.getSince()).isNull();
    assertThat(source.getFilter()).isNull();
    assertThat(options.getOverlap()).isZero();
    assertThat(options.getNullTimestamps()).isEqualTo(NullTimestamps.DELIVER);
    assertThat(options.isAudit()).isFalse();
    assertThat(options.isKeepUpdated()).isTrue();
    assertThat(resuming.isResume()).isTrue();
    assertThat(schedule.getFrequency()).isEqualTo(Frequency.DAILY);
    assertThat(schedule.getTimeOfDay()).isEqualTo("00:00");
    assertThat(schedule.getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
    assertThat(schedule.getDayOfMonth()).isEqualTo(1);
    assertThat(schedule.getTimezone()).isEqualTo("UTC");
    assertThat(schedule.getCron()).isNull();
    assertThat(schedule.getInterval()).isEqualTo(Duration.ofHours(1));
  }

  private void assertRefused(Consumer<SnapshotOptions> change, String message) {
    change.accept(options);
    assertThatThrownBy(
            () -> {
              ImportSettings.snapshot(common, options, source, resuming);
              schedule.schedule(options.isKeepUpdated());
            })
        .isInstanceOf(DatabricksException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void needs_a_table() {
    assertRefused(
        o -> {},
        "databricks:snapshot needs the table or view to import, as in databricks:snapshot:main.crm.leads,"
            + " or as the property table of its Kamelet.");
  }

  @Test
  void refuses_a_moment_that_is_written_otherwise() {
    common.setObject("main.crm.leads");
    options.setTimestampColumn("at");
    assertRefused(
        o -> o.setSince("2017-07-13T20:08:49Z"),
        "The option since is '2017-07-13T20:08:49Z'; write it as yyyy-MM-dd HH:mm:ss, in UTC.");
  }

  @Test
  void refuses_since_where_no_column_tells_the_time() {
    common.setObject("main.crm.leads");
    assertRefused(
        o -> o.setSince("2017-07-13 20:08:49"), "The option since needs timestampColumn.");
  }

  @Test
  void refuses_a_schedule_that_no_clock_shows() {
    common.setObject("main.crm.leads");
    schedule.setTimezone("Mars/Olympus");
    assertRefused(o -> {}, "The schedule is not right: ");
  }

  @Test
  void runs_once_where_nothing_is_to_be_kept_up_to_date() {
    options.setKeepUpdated(false);
    assertThat(schedule.schedule(options.isKeepUpdated()).frequency()).isEqualTo(Frequency.ONCE);
  }
}
