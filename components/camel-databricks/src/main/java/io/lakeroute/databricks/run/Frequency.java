// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

/** How often something is due. */
public enum Frequency {
  /** Due one time only, at once. */
  ONCE,
  /** Every real hour, at the minute of the time of day. */
  HOURLY,
  /** Every day at the time of day. */
  DAILY,
  /** On one day of the week at the time of day. */
  WEEKLY,
  /** On one day of the month, or on its last where it is shorter, at the time of day. */
  MONTHLY,
  /** As a Quartz cron expression says. */
  CRON,
  /** Whenever a whole number of intervals has passed since 1970, so that all nodes agree. */
  INTERVAL
}
