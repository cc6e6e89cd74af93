// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging.objects;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.profile.ConnectionProfile;
import io.lakeroute.databricks.profile.ProxySettings;
import io.lakeroute.databricks.profile.Secret;
import io.lakeroute.databricks.profile.StagingPlace;
import io.lakeroute.databricks.rest.Product;
import io.lakeroute.databricks.rest.TrustedCertificates;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;

/** Sets up the AWS SDK's client for one bucket of one connection. Stateless. */
final class S3Clients {

  /** One attempt: enough for a part of 8 MB at 140 kB a second. */
  static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(60);

  /** All attempts at one call. */
  static final Duration LONGEST_CALL = Duration.ofMinutes(2);

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration SOCKET = Duration.ofSeconds(30);
  private static final Duration SOCKET_LIFE = Duration.ofSeconds(60);
  private static final int ATTEMPTS = 5;

  private S3Clients() {}

  /**
   * A client that neither asks for nor sends checksums in trailers, which other servers than AWS's
   * refuse; uploads carry an MD5 instead.
   */
  static S3Client open(
      ConnectionProfile profile, StagingPlace.Bucket place, S3Credentials credentials) {
    var builder =
        S3Client.builder()
            .region(region(profile, place))
            .credentialsProvider(credentials)
            .forcePathStyle(place.endpoint().isPresent())
            .serviceConfiguration(S3Configuration.builder().chunkedEncodingEnabled(false).build())
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .addPlugin(LegacyMd5Plugin.create())
            .overrideConfiguration(
                each ->
                    each.apiCallTimeout(LONGEST_CALL)
                        .apiCallAttemptTimeout(LONGEST_ATTEMPT)
                        .putAdvancedOption(
                            SdkAdvancedClientOption.USER_AGENT_PREFIX, Product.USER_AGENT)
                        .retryStrategy(
                            AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(ATTEMPTS)
                                .build()))
            .httpClientBuilder(http(profile));
    place.endpoint().ifPresent(endpoint -> builder.endpointOverride(URI.create(endpoint.url())));
    return builder.build();
  }

  /** Other servers mostly take any region. */
  private static Region region(ConnectionProfile profile, StagingPlace.Bucket place) {
    if (place.region().isPresent()) {
      return Region.of(place.region().get());
    }
    if (place.endpoint().isPresent()) {
      return Region.US_EAST_1;
    }
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkClientException e) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "Connection '"
              + profile.name()
              + "': the region of bucket "
              + place.bucket()
              + " is not known. Set databricks.connections."
              + profile.name()
              + ".staging.region, or AWS_REGION in the environment.");
    }
  }

  private static ApacheHttpClient.Builder http(ConnectionProfile profile) {
    ApacheHttpClient.Builder http =
        ApacheHttpClient.builder()
            .connectionTimeout(CONNECT)
            .connectionAcquisitionTimeout(SOCKET)
            .socketTimeout(SOCKET)
            .connectionTimeToLive(SOCKET_LIFE)
            // It would be a thread for as long as the process lives.
            .useIdleConnectionReaper(false)
            .proxyConfiguration(
                profile
                    .proxy()
                    .map(S3Clients::proxy)
                    .orElseGet(ProxyConfiguration::builder)
                    .useSystemPropertyValues(false)
                    .useEnvironmentVariableValues(false)
                    .build());
    TrustedCertificates.of(profile)
        .map(S3Clients::trusting)
        .ifPresent(managers -> http.tlsTrustManagersProvider(() -> managers));
    return http;
  }

  private static ProxyConfiguration.Builder proxy(ProxySettings proxy) {
    ProxyConfiguration.Builder builder =
        ProxyConfiguration.builder()
            .endpoint(URI.create("http://" + proxy.host() + ":" + proxy.port()));
    proxy
        .username()
        .ifPresent(
            user ->
                builder
                    .username(user)
                    .password(proxy.password().map(Secret::value).orElse(""))
                    .preemptiveBasicAuthenticationEnabled(true));
    proxy.nonProxyHosts().ifPresent(hosts -> builder.nonProxyHosts(patterns(hosts)));
    return builder;
  }

  /** From {@code a,.b} to regular expressions for names in lower case. */
  private static Set<String> patterns(String hosts) {
    return Stream.of(hosts.split(","))
        .map(host -> host.strip().toLowerCase(Locale.ROOT))
        .map(host -> (host.startsWith(".") ? ".*" : "") + Pattern.quote(host))
        .collect(Collectors.toSet());
  }

  private static TrustManager[] trusting(KeyStore certificates) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(certificates);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
