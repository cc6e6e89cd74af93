// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging.objects;

import io.lakeroute.databricks.error.CleanCause;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Turns what the AWS SDK throws into one exception with a reason. Stateless.
 *
 * <p>Of the server's text, only code, status and request id are kept: it may repeat the key.
 */
final class S3Failures {

  private static final Set<String> REFUSED_KEYS =
      Set.of(
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "ExpiredToken",
          "InvalidToken",
          "TokenRefreshRequired",
          "InvalidClientTokenId");

  private static final Set<String> WRONG_REGION =
      Set.of(
          "PermanentRedirect",
          "TemporaryRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException");

  private static final Set<String> BUSY =
      Set.of(
          "SlowDown", "ServiceUnavailable", "Throttling", "ThrottlingException", "TooManyRequests");

  /** The bytes did not arrive as they were sent, or not in time. */
  private static final Set<String> ON_THE_WAY =
      Set.of("BadDigest", "InvalidDigest", "IncompleteBody", "RequestTimeout");

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");
  private static final int RETRY_THROTTLED_SECONDS = 5;
  private static final int RETRY_UNAVAILABLE_SECONDS = 10;
  private static final int LONGEST_CHAIN = 20;

  private S3Failures() {}

  /**
   * A call that failed.
   *
   * @param what the beginning of the text, such as {@code Cannot write s3://bucket/path}
   */
  static DatabricksException of(String what, RuntimeException failure) {
    Optional<DatabricksException> known = find(failure, DatabricksException.class);
    if (known.isPresent()) {
      return known.get(); // Such as a secret file that cannot be read.
    }
    Optional<AwsServiceException> answer = find(failure, AwsServiceException.class);
    if (answer.isPresent()) {
      Reason reason = reason(code(answer.get()), answer.get().statusCode());
      return failure(
          reason, what + ": " + why(reason, answer.get()) + where(answer.get()), failure);
    }
    if (find(failure, SSLHandshakeException.class).isPresent()
        || find(failure, SSLPeerUnverifiedException.class).isPresent()) {
      return failure(
          Reason.CONFIGURATION,
          what
              + ": the TLS certificate is not trusted. Check staging.endpoint, trustStore and the JVM's own"
              + " certificates.",
          failure);
    }
    if (String.valueOf(failure.getMessage()).startsWith("Unable to load credentials")) {
      return failure(
          Reason.CONFIGURATION,
          what
              + ": there are no credentials for S3. Set staging.accessKeyId, or give this process a role or the"
              + " variables of the AWS SDK.",
          failure);
    }
    return failure(
        Reason.UNAVAILABLE,
        what
            + ": the storage does not answer. Check staging.endpoint and the network, or try again later.",
        failure);
  }

  private static DatabricksException failure(Reason reason, String text, Throwable cause) {
    int seconds =
        switch (reason) {
          case THROTTLED -> RETRY_THROTTLED_SECONDS;
          case UNAVAILABLE -> RETRY_UNAVAILABLE_SECONDS;
          default -> 0;
        };
    return new DatabricksException(
        reason, text, Optional.of(CleanCause.of(cause)), seconds, Optional.empty());
  }

  private static Reason reason(String code, int status) {
    if (REFUSED_KEYS.contains(code) || status == 401) {
      return Reason.UNAUTHENTICATED;
    }
    if (WRONG_REGION.contains(code) || code.equals("RequestTimeTooSkewed") || status / 100 == 3) {
      return Reason.CONFIGURATION;
    }
    if (BUSY.contains(code) || status == 503 || status == 429) {
      return Reason.THROTTLED;
    }
    if (code.equals("NotImplemented") || status == 501) {
      return Reason.INVALID;
    }
    if (ON_THE_WAY.contains(code) || status >= 500) {
      return Reason.UNAVAILABLE;
    }
    return switch (status) {
      case 403 -> Reason.FORBIDDEN;
      case 404 -> Reason.NOT_FOUND;
      case 409 -> Reason.CONFLICT;
      default -> Reason.INVALID;
    };
  }

  private static String why(Reason reason, AwsServiceException answer) {
    return switch (reason) {
      case UNAUTHENTICATED ->
          "the access key, its secret or the session token is refused. Check staging.accessKeyId and"
              + " staging.secretAccessKey";
      case FORBIDDEN ->
          "permission is denied. The key needs s3:PutObject, s3:GetObject, s3:ListBucket, s3:DeleteObject,"
              + " s3:AbortMultipartUpload and s3:ListBucketMultipartUploads there";
      case NOT_FOUND ->
          code(answer).equals("NoSuchBucket")
              ? "the bucket does not exist. Check stagingPrefix"
              : "it does not exist";
      case CONFIGURATION ->
          code(answer).equals("RequestTimeTooSkewed")
              ? "the clock of this machine is wrong"
              : "the bucket is in another region. Set staging.region";
      case THROTTLED -> "the storage limits the rate of calls. Try again later";
      case UNAVAILABLE -> "the storage does not answer as it should. Try again later";
      case CONFLICT -> "it conflicts with another change";
      default -> "the storage refuses it";
    };
  }

  private static String where(AwsServiceException answer) {
    String code = code(answer);
    String request = plain(answer.requestId());
    return " ("
        + (code.isEmpty() ? "" : code + ", ")
        + "HTTP "
        + answer.statusCode()
        + (request.isEmpty() ? "" : ", request " + request)
        + ").";
  }

  /** The server's code, such as NoSuchBucket; empty where it gave none. */
  static String code(Throwable failure) {
    return find(failure, AwsServiceException.class)
        .map(AwsServiceException::awsErrorDetails)
        .map(details -> plain(details.errorCode()))
        .orElse("");
  }

  private static String plain(String text) {
    return text != null && PLAIN.matcher(text).matches() ? text : "";
  }

  private static <T> Optional<T> find(Throwable failure, Class<T> type) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .limit(LONGEST_CHAIN)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }
}
