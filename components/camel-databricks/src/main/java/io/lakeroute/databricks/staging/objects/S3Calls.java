// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging.objects;

import io.lakeroute.databricks.error.CallTimeoutException;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.waiting.TimeLimit;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;

/**
 * Makes calls of the AWS SDK in the name of one connection, within a time: refused keys are looked
 * up again once, failures are classified. Thread-safe.
 *
 * <p>The SDK itself repeats a call that is refused for now or loses its connection.
 */
final class S3Calls {

  private final String connection;
  private final S3Credentials credentials;

  S3Calls(String connection, S3Credentials credentials) {
    this.connection = connection;
    this.credentials = credentials;
  }

  /** A call that has its time as a setting of the request. */
  @FunctionalInterface
  interface Call<T> extends Function<Consumer<AwsRequestOverrideConfiguration.Builder>, T> {}

  /** What is left of the time of this thread. */
  static Duration left() {
    return TimeLimit.left(S3Clients.LONGEST_CALL);
  }

  /** The answer of a call, in the time of this thread. */
  <T> T call(String what, Call<T> call) {
    return call(what, left(), call);
  }

  /**
   * The answer of a call.
   *
   * @param what the beginning of the text if it fails
   * @param time for all attempts
   */
  <T> T call(String what, Duration time, Call<T> call) {
    long start = System.nanoTime();
    try {
      return once(what, time, call);
    } catch (DatabricksException e) {
      if (e.getReason() != Reason.UNAUTHENTICATED || !credentials.renew()) {
        throw e;
      }
    }
    return once(what, time.minusNanos(System.nanoTime() - start), call);
  }

  private <T> T once(String what, Duration time, Call<T> call) {
    try {
      if (time.isZero() || time.isNegative()) {
        throw new UncheckedIOException(new CallTimeoutException(time));
      }
      Duration attempt =
          time.compareTo(S3Clients.LONGEST_ATTEMPT) < 0 ? time : S3Clients.LONGEST_ATTEMPT;
      return call.apply(each -> each.apiCallTimeout(time).apiCallAttemptTimeout(attempt));
    } catch (RuntimeException e) {
      throw S3Failures.of(what + " on connection '" + connection + "'", e);
    }
  }
}
