// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging.objects;

import io.lakeroute.databricks.profile.Secret;
import io.lakeroute.databricks.profile.StagingPlace;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * Who a connection is in S3: its own access key, whose secret file is read for every request, or
 * what the AWS SDK finds in the environment. Thread-safe.
 */
final class S3Credentials implements AwsCredentialsProvider, AutoCloseable {

  private final Optional<StagingPlace.Keys> keys;
  private final Optional<DefaultCredentialsProvider> found;

  S3Credentials(Optional<StagingPlace.Keys> keys) {
    this.keys = keys;
    this.found =
        keys.isPresent()
            ? Optional.empty()
            : Optional.of(DefaultCredentialsProvider.builder().build());
  }

  @Override
  public AwsCredentials resolveCredentials() {
    return keys.map(S3Credentials::own).orElseGet(() -> found.get().resolveCredentials());
  }

  private static AwsCredentials own(StagingPlace.Keys keys) {
    String id = keys.accessKeyId().value();
    String secret = keys.secretAccessKey().value();
    return keys.token().isEmpty()
        ? AwsBasicCredentials.create(id, secret)
        : AwsSessionCredentials.create(id, secret, keys.token().get().value());
  }

  /** Looks refused keys up again; true when there are others now. */
  boolean renew() {
    if (keys.isEmpty()) {
      return false;
    }
    AwsCredentials refused = resolveCredentials();
    keys.get().accessKeyId().lookUp();
    keys.get().secretAccessKey().lookUp();
    keys.get().token().ifPresent(Secret::lookUp);
    return !resolveCredentials().equals(refused);
  }

  @Override
  public void close() {
    found.ifPresent(DefaultCredentialsProvider::close);
  }
}
