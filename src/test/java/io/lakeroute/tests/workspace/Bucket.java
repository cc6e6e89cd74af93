// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import java.net.URI;
import java.util.Map;
import java.util.Properties;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** The bucket of a local workspace, with the keys for it. */
public record Bucket(URI endpoint, String region, String accessKey, String secretKey, String name) {

  static Bucket of(Properties properties) {
    return new Bucket(
        URI.create(properties.getProperty("s3.endpoint")),
        properties.getProperty("s3.region"),
        properties.getProperty("s3.access.key"),
        properties.getProperty("s3.secret.key"),
        properties.getProperty("s3.bucket"));
  }

  /** A staging place here, as the keys of a connection; the statements carry the bucket's keys. */
  public Map<String, String> staging(String folder) {
    return Map.of(
        "stagingPrefix",
        "s3://" + name + "/" + folder,
        "staging.endpoint",
        endpoint.toString(),
        "staging.region",
        region,
        "staging.accessKeyId",
        accessKey,
        "staging.secretAccessKey",
        secretKey,
        "staging.sessionToken",
        "a-session-token",
        "staging.copyCredential",
        "inline");
  }

  /** Another pair of keys. */
  public Bucket withKeys(String access, String secret) {
    return new Bucket(endpoint, region, access, secret, name);
  }

  Bucket withEndpoint(URI other) {
    return new Bucket(other, region, accessKey, secretKey, name);
  }

  public S3Client client() {
    return client(keys());
  }

  public S3Client client(AwsCredentialsProvider credentials) {
    return builder(credentials).build();
  }

  /** A client that calls so often until it succeeds; 1 gives up at once. */
  public S3Client patientClient(int attempts) {
    return builder(keys())
        .overrideConfiguration(
            c ->
                c.retryStrategy(
                    DefaultRetryStrategy.legacyStrategyBuilder().maxAttempts(attempts).build()))
        .build();
  }

  /** A client that sends and fetches objects in several parts. */
  public S3AsyncClient asyncClient() {
    return S3AsyncClient.builder()
        .endpointOverride(endpoint)
        .region(Region.of(region))
        .forcePathStyle(true)
        .credentialsProvider(keys())
        .multipartEnabled(true)
        .build();
  }

  private StaticCredentialsProvider keys() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
  }

  private S3ClientBuilder builder(AwsCredentialsProvider credentials) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.of(region))
        .forcePathStyle(true)
        .credentialsProvider(credentials);
  }
}
