// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.rest;

import io.lakeroute.databricks.auth.AccessToken;
import io.lakeroute.databricks.auth.TokenSource;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.waiting.Repetition;
import io.lakeroute.databricks.waiting.TimeLimit;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Makes calls of the SDK in the name of one connection: a refused token is replaced once, failures
 * are classified. Thread-safe.
 */
public final class RestCalls {

  /** With a token that has to be fetched, and repetitions. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final String connection;
  private final TokenSource tokens;

  public RestCalls(String connection, TokenSource tokens) {
    this.connection = connection;
    this.tokens = tokens;
  }

  /**
   * The answer of a call that may be repeated, and is while the service is busy.
   *
   * @param what the beginning of the text if it fails
   */
  public <T> T call(String what, Supplier<T> call) {
    return call(what, LONGEST, call);
  }

  /**
   * The same for a call that takes longer, such as an upload.
   *
   * @param longest for all attempts together
   */
  public <T> T call(String what, Duration longest, Supplier<T> call) {
    try (TimeLimit limit = TimeLimit.within(longest)) {
      return limited(what, call);
    }
  }

  private <T> T limited(String what, Supplier<T> call) {
    AccessToken token = tokens.token();
    try {
      return Repetition.of(call);
    } catch (RuntimeException e) {
      if (ErrorClassifier.reason(e) != Reason.UNAUTHENTICATED) {
        throw failure(what, e);
      }
    }
    tokens.invalidate(token);
    try {
      return Repetition.of(call);
    } catch (RuntimeException e) {
      throw failure(what, e);
    }
  }

  /** The answer of a call that has an effect, and is therefore made once whatever happens. */
  public <T> T once(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      throw failure(what, e);
    }
  }

  private DatabricksException failure(String what, RuntimeException e) {
    return ErrorClassifier.failure(what + " on connection '" + connection + "'", e);
  }
}
