// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.rest;

import com.databricks.sdk.core.ApiClient;
import com.databricks.sdk.core.ProxyConfig;
import com.databricks.sdk.core.commons.CommonsHttpClient;
import com.databricks.sdk.core.http.HttpClient;
import com.databricks.sdk.core.http.Request;
import com.databricks.sdk.core.http.Response;
import com.databricks.sdk.core.retry.NoRetryStrategyPicker;
import com.databricks.sdk.core.utils.ProxyUtils;
import io.lakeroute.databricks.auth.TokenSource;
import io.lakeroute.databricks.error.RefusedForNow;
import io.lakeroute.databricks.error.UntrustedAddress;
import io.lakeroute.databricks.profile.ConnectionProfile;
import io.lakeroute.databricks.profile.ProxySettings;
import io.lakeroute.databricks.profile.Secret;
import io.lakeroute.databricks.waiting.Alarms;
import io.lakeroute.databricks.waiting.TimeLimit;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.impl.client.DefaultHttpRequestRetryHandler;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.ssl.SSLContexts;

/**
 * The SDK's HTTP client, set up for one connection: proxy, trust store, user agent. Thread-safe.
 *
 * <p>The SDK's own configuration object is left out on purpose: it also reads environment variables
 * and {@code ~/.databrickscfg}, so that a connection would mean something else on another machine.
 */
public final class WorkspaceHttp {

  /** For each read of a socket, and for the whole call. */
  private static final int TIMEOUT_SECONDS = 30;

  /** Of a file: enough for 32 MB at 270 kB a second. */
  private static final Duration LONGEST_UPLOAD = Duration.ofMinutes(2);

  private static final int SOCKET_LIFE_SECONDS = 60;
  private static final int MORE_SOCKETS = 10;
  private static final Set<Integer> FOR_NOW = Set.of(429, 502, 503, 504);

  private final ConnectionProfile profile;
  private final HttpClient client;

  /**
   * @param alarms cut off calls that take too long
   */
  public WorkspaceHttp(ConnectionProfile profile, Alarms alarms) {
    this.profile = profile;
    LimitedSockets sockets = sockets(profile);
    CommonsHttpClient.Builder builder =
        new CommonsHttpClient.Builder()
            .withTimeoutSeconds(TIMEOUT_SECONDS)
            .withConnectionManager(sockets)
            .withRequestRetryHandler(
                (failure, count, context) ->
                    !sockets.over()
                        && DefaultHttpRequestRetryHandler.INSTANCE.retryRequest(
                            failure, count, context));
    profile.proxy().map(WorkspaceHttp::sdkProxy).ifPresent(builder::withProxyConfig);
    HttpClient plain = builder.build();
    Duration longest = Duration.ofSeconds(TIMEOUT_SECONDS);
    this.client =
        request ->
            answered(
                sockets.within(
                    TimeLimit.left(request.isBodyStreaming() ? LONGEST_UPLOAD : longest),
                    alarms,
                    () -> plain.execute(here(named(request)))));
  }

  /** Left alone, the SDK takes the token, or the client's secret, wherever a redirect points. */
  private static Request here(Request request) {
    request.setRedirectionBehavior(false);
    return request;
  }

  private static Request named(Request request) {
    String others = request.getHeaders().get("User-Agent");
    return request.withHeader(
        "User-Agent", others == null ? Product.USER_AGENT : Product.USER_AGENT + " " + others);
  }

  /** The SDK would keep the hint when to come back to itself, and wait however long it says. */
  private static Response answered(Response response) throws IOException {
    boolean redirect = response.getStatusCode() / 100 == 3;
    if (!redirect && !FOR_NOW.contains(response.getStatusCode())) {
      return response;
    }
    if (response.getBody() != null) {
      response.getBody().close();
    }
    if (redirect) {
      throw UntrustedAddress.redirect(
          response.getStatusCode(), response.getFirstHeader("Location"));
    }
    throw new RefusedForNow(
        response.getStatusCode(), RetryAfter.seconds(response.getFirstHeader("Retry-After")));
  }

  /** For calls that need no token. */
  public HttpClient client() {
    return client;
  }

  /**
   * For calls in the name of the connection's principal; it repeats none by itself, which is for
   * {@link RestCalls} to decide.
   */
  public ApiClient api(TokenSource tokens) {
    return new ApiClient.Builder()
        .withHttpClient(client)
        .withGetHostFunc(none -> profile.host().url())
        .withRetryStrategyPicker(new NoRetryStrategyPicker())
        .withAuthenticateFunc(none -> Map.of("Authorization", "Bearer " + tokens.token().value()))
        .build();
  }

  /**
   * CommonsHttpClient ignores its own socket factory setting once it has a connection manager, and
   * it always has one.
   */
  static LimitedSockets sockets(ConnectionProfile profile) {
    SSLConnectionSocketFactory tls =
        TrustedCertificates.of(profile)
            .map(certificates -> new SSLConnectionSocketFactory(trusting(certificates)))
            .orElseGet(SSLConnectionSocketFactory::getSocketFactory);
    var schemes =
        RegistryBuilder.<ConnectionSocketFactory>create()
            .register("http", PlainConnectionSocketFactory.getSocketFactory())
            .register("https", tls)
            .build();
    LimitedSockets sockets = new LimitedSockets(schemes, Duration.ofSeconds(SOCKET_LIFE_SECONDS));
    // A statement holds one while it runs, a large result one or two while it is fetched.
    int most = MORE_SOCKETS + 3 * profile.maxConcurrent();
    sockets.setMaxTotal(most);
    sockets.setDefaultMaxPerRoute(most);
    return sockets;
  }

  /** Sets up the connection's proxy, if it has one. */
  static void proxy(ConnectionProfile profile, HttpClientBuilder builder) {
    profile.proxy().ifPresent(proxy -> ProxyUtils.setupProxy(sdkProxy(proxy), builder));
  }

  private static SSLContext trusting(KeyStore certificates) {
    try {
      return SSLContexts.custom().loadTrustMaterial(certificates, null).build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ProxyConfig sdkProxy(ProxySettings proxy) {
    ProxyConfig config =
        new ProxyConfig().setHost(proxy.host()).setPort(proxy.port()).setUseSystemProperties(false);
    proxy
        .username()
        .ifPresent(
            user ->
                config
                    .setProxyAuthType(ProxyConfig.ProxyAuthType.BASIC)
                    .setUsername(user)
                    .setPassword(proxy.password().map(Secret::value).orElse("")));
    proxy.nonProxyHosts().ifPresent(hosts -> config.setNonProxyHosts(jvmSyntax(hosts)));
    return config;
  }

  /** From {@code a,.b} to {@code a|*.b}. */
  private static String jvmSyntax(String hosts) {
    StringBuilder out = new StringBuilder();
    for (String host : hosts.split(",")) {
      String name = host.strip();
      out.append(out.isEmpty() ? "" : "|").append(name.startsWith(".") ? "*" : "").append(name);
    }
    return out.toString();
  }
}
