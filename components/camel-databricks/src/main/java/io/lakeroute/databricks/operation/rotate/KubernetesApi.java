// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.rotate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.profile.HostAddress;
import io.lakeroute.databricks.profile.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Calls the Kubernetes API in the name of the pod's service account. Thread-safe. */
final class KubernetesApi {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final HostAddress server;
  private final Path account;
  private final HttpClient http;
  private final Duration timeout;

  /**
   * @param server where the API answers
   * @param account the folder with {@code token}, {@code ca.crt} and {@code namespace}
   */
  KubernetesApi(HostAddress server, Path account) {
    this(server, account, TIMEOUT);
  }

  /**
   * @param timeout for each call as a whole
   */
  KubernetesApi(HostAddress server, Path account, Duration timeout) {
    this.timeout = timeout;
    this.server = server;
    this.account = account;
    HttpClient.Builder builder =
        HttpClient.newBuilder().connectTimeout(timeout).followRedirects(HttpClient.Redirect.NEVER);
    if (!server.plainHttp()) {
      builder.sslContext(trusting(account.resolve("ca.crt")));
    }
    this.http = builder.build();
  }

  /** The server that Kubernetes names in the environment of every pod. */
  static HostAddress inCluster(Map<String, String> environment) {
    String host = environment.get("KUBERNETES_SERVICE_HOST");
    String port = environment.get("KUBERNETES_SERVICE_PORT");
    if (host == null || port == null) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "kubernetesSecretName is set, but this process runs in no pod: KUBERNETES_SERVICE_HOST is missing."
              + " Set kubernetesApi, or leave kubernetesSecretName out to hand over a file.");
    }
    return HostAddress.parse(
        "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
  }

  /** The namespace that the pod runs in. */
  String namespace() {
    return Secret.file(account.resolve("namespace")).value();
  }

  JsonNode get(String path, String what) {
    return send("Cannot read " + what, request(path).GET().build());
  }

  /**
   * Changes only what the patch names.
   *
   * @throws DatabricksException CONFLICT when its resource version is not the latest
   */
  JsonNode patch(String path, JsonNode patch, String what) {
    return send(
        "Cannot change " + what,
        request(path)
            .header("Content-Type", "application/merge-patch+json")
            .method("PATCH", BodyPublishers.ofString(patch.toString()))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path))
        .timeout(timeout)
        .header("Accept", "application/json")
        // Kubernetes replaces the token in its file every hour or so.
        .header("Authorization", "Bearer " + Secret.file(account.resolve("token")).value());
  }

  private JsonNode send(String what, HttpRequest request) {
    try {
      HttpResponse<byte[]> response = answer(request);
      if (response.statusCode() == 200) {
        return JSON.readTree(response.body());
      }
      throw refused(what, response.statusCode());
    } catch (IOException e) {
      throw new DatabricksException(
          Reason.UNAVAILABLE,
          what
              + ": the Kubernetes API at "
              + server
              + " does not answer ("
              + e.getClass().getSimpleName()
              + "). Try again later.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabricksException(Reason.UNAVAILABLE, what + ": interrupted.");
    }
  }

  /** The request's own timeout ends with the headers of the answer. */
  private HttpResponse<byte[]> answer(HttpRequest request)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, BodyHandlers.ofByteArray());
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("No answer within " + timeout);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private static DatabricksException refused(String what, int status) {
    return switch (status) {
      case 401, 403 ->
          new DatabricksException(
              Reason.FORBIDDEN,
              what
                  + ": the pod's service account may not (HTTP "
                  + status
                  + "). Give it a Role with the verbs get and patch on that secret.");
      case 301, 302, 303, 307, 308 ->
          new DatabricksException(
              Reason.CONFIGURATION,
              what
                  + ": the Kubernetes API answers with a redirect (HTTP "
                  + status
                  + "), which is not followed. Check kubernetesApi.");
      case 404 ->
          new DatabricksException(
              Reason.NOT_FOUND,
              what + ": it does not exist. Create it, empty or with the secret that is in use.");
      case 409 ->
          new DatabricksException(
              Reason.CONFLICT,
              what + ": somebody else changed it meanwhile. The next run goes on from there.");
      default ->
          new DatabricksException(
              Reason.UNAVAILABLE, what + " (HTTP " + status + "). Try again later.");
    };
  }

  private static SSLContext trusting(Path authority) {
    try (InputStream in = Files.newInputStream(authority)) {
      KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
      keys.load(null, null);
      int number = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        keys.setCertificateEntry("ca" + number++, one);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(keys);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, trust.getTrustManagers(), null);
      return tls;
    } catch (IOException | GeneralSecurityException e) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "Cannot read the Kubernetes certificate authority "
              + authority
              + ": "
              + e.getClass().getSimpleName()
              + ". Mount the service account's token, or set kubernetesAccount.",
          e);
    }
  }
}
