package io.lakeroute.databricks.runs;

import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.Reason;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.TriggerBuilder;

/**
 * Calls back through the scheduler of Camel's Quartz component, and so through its clustered job
 * store where one is set up. Thread-safe.
 *
 * <p>Each call is a trigger of its own for one instant, because what Quartz computes itself skips
 * and repeats hours where clocks change.
 */
public final class QuartzTicker implements RunService.Ticker {

  private static final String GROUP = "databricks-runs";
  private static final String CALLBACK = "io.lakeroute.databricks.runs.";

  private final CamelContext context;
  private final Consumer<String> callback;

  /**
   * @param callback gets the key that was called for
   */
  public QuartzTicker(CamelContext context, Consumer<String> callback) {
    this.context = context;
    this.callback = callback;
  }

  /** What Quartz makes and runs; it finds the callback by the name in its data. */
  public static final class Call implements Job {
    @Override
    @SuppressWarnings("unchecked")
    public void execute(JobExecutionContext execution) {
      String key = execution.getJobDetail().getKey().getName();
      try {
        Object callback =
            execution
                .getScheduler()
                .getContext()
                .get(CALLBACK + execution.getMergedJobDataMap().getString("context"));
        if (callback != null) {
          ((Consumer<String>) callback).accept(key);
        }
      } catch (SchedulerException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void callAt(String key, Instant when) {
    try {
      Scheduler scheduler = scheduler();
      scheduler.getContext().put(CALLBACK + context.getName(), callback);
      JobKey job = new JobKey(key, GROUP);
      scheduler.addJob(
          JobBuilder.newJob(Call.class)
              .withIdentity(job)
              .usingJobData("context", context.getName())
              .storeDurably()
              .build(),
          true);
      var trigger =
          TriggerBuilder.newTrigger()
              .withIdentity(key, GROUP)
              .forJob(job)
              .startAt(Date.from(when))
              .withSchedule(
                  SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionFireNow())
              .build();
      if (scheduler.rescheduleJob(trigger.getKey(), trigger) == null) {
        scheduler.scheduleJob(trigger);
      }
    } catch (SchedulerException e) {
      throw failure(key, e);
    }
  }

  @Override
  public void forget(String key) {
    try {
      scheduler().unscheduleJob(new org.quartz.TriggerKey(key, GROUP));
    } catch (SchedulerException e) {
      throw failure(key, e);
    }
  }

  private Scheduler scheduler() {
    return context.getComponent("quartz", QuartzComponent.class).getScheduler();
  }

  private static DatabricksException failure(String key, SchedulerException e) {
    return new DatabricksException(
        Reason.UNAVAILABLE,
        "Quartz cannot schedule " + key + ". Check its job store.",
        Optional.of(e),
        0,
        Optional.empty());
  }
}
