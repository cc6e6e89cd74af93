// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.runs;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.run.KeyRunner;
import io.lakeroute.databricks.run.RunService;
import java.time.Instant;
import java.util.Date;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls back through the scheduler of Camel's Quartz component, and so through its clustered job
 * store where one is set up. Thread-safe.
 *
 * <p>Each call is a trigger of its own for one instant, because what Quartz computes itself skips
 * and repeats hours where clocks change. In a cluster all nodes share it, and one of them is
 * called.
 */
public final class QuartzTicker implements RunService.Ticker {

  private static final Logger LOG = LoggerFactory.getLogger(QuartzTicker.class);
  private static final String GROUP = "databricks-runs";
  private static final String CALLBACK = "io.lakeroute.databricks.runs.";

  private final CamelContext context;
  private final Predicate<String> callback;

  /**
   * @param callback gets the key that was called for; false when this node does not look after it
   */
  public QuartzTicker(CamelContext context, Predicate<String> callback) {
    this.context = context;
    this.callback = callback;
  }

  /** What Quartz makes and runs, on whatever node; it finds this node's callback by the key. */
  public static final class Call implements Job {
    @Override
    @SuppressWarnings("unchecked")
    public void execute(JobExecutionContext execution) throws JobExecutionException {
      String key = execution.getJobDetail().getKey().getName();
      Scheduler scheduler = execution.getScheduler();
      try {
        Object callback = scheduler.getContext().get(CALLBACK + key);
        boolean taken = callback != null && ((Predicate<String>) callback).test(key);
        if (!taken && scheduler.getMetaData().isJobStoreClustered()) {
          LOG.info("{} is due, and is not a flow of this node; left to another", key);
          scheduler.rescheduleJob(
              execution.getTrigger().getKey(), trigger(key, Instant.now().plus(KeyRunner.LEASE)));
        }
      } catch (SchedulerException e) {
        throw new JobExecutionException(e);
      }
    }
  }

  @Override
  public void callAt(String key, Instant when) {
    try {
      Scheduler scheduler = scheduler();
      scheduler.getContext().put(CALLBACK + key, callback);
      scheduler.addJob(
          JobBuilder.newJob(Call.class).withIdentity(job(key)).storeDurably().build(), true);
      Trigger trigger = trigger(key, when);
      if (scheduler.rescheduleJob(trigger.getKey(), trigger) == null) {
        scheduler.scheduleJob(trigger);
      }
    } catch (SchedulerException e) {
      throw failure(key, e);
    }
  }

  private static JobKey job(String key) {
    return new JobKey(key, GROUP);
  }

  private static Trigger trigger(String key, Instant when) {
    return TriggerBuilder.newTrigger()
        .withIdentity(key, GROUP)
        .forJob(job(key))
        .startAt(Date.from(when))
        .withSchedule(
            SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionFireNow())
        .build();
  }

  @Override
  public void forget(String key) {
    try {
      scheduler().unscheduleJob(new TriggerKey(key, GROUP));
    } catch (SchedulerException e) {
      throw failure(key, e);
    }
  }

  @Override
  public void leave(String key) {
    try {
      scheduler().getContext().remove(CALLBACK + key);
      if (!scheduler().getMetaData().isJobStoreClustered()) {
        forget(key);
      }
    } catch (SchedulerException e) {
      throw failure(key, e);
    }
  }

  private Scheduler scheduler() {
    return context.getComponent("quartz", QuartzComponent.class).getScheduler();
  }

  private static DatabricksException failure(String key, SchedulerException e) {
    return new DatabricksException(
        Reason.UNAVAILABLE, "Quartz cannot schedule " + key + ". Check its job store.", e);
  }
}
