// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.profile;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One look at the tables for a key, which several callers may wait for; thread-safe. */
public final class ProfileLoad {

  private final ProfileCache.Key key;
  private final CompletableFuture<Profile> result = new CompletableFuture<>();

  ProfileLoad(ProfileCache.Key key) {
    this.key = key;
  }

  ProfileCache.Key key() {
    return key;
  }

  void complete(Profile profile) {
    result.complete(profile);
  }

  void fail(Throwable failure) {
    result.completeExceptionally(failure);
  }

  /**
   * Waits for another caller.
   *
   * @throws ExecutionException when that caller failed, or left
   * @throws TimeoutException when it took longer
   */
  Profile await(Duration patience)
      throws ExecutionException, InterruptedException, TimeoutException {
    return result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
  }
}
