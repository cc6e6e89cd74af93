// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Sends requests over connections that are kept, follows no redirects, and waits for a whole answer
 * no longer than the timeout of a request. Thread-safe.
 */
final class HttpCalls implements Calls {

  private final HttpClient client;
  private final Duration requestTimeout;
  private final int largestBody;

  /**
   * @param largestBody the most bytes of an answer that are read
   */
  HttpCalls(Duration connectTimeout, Duration requestTimeout, int largestBody) {
    this.largestBody = largestBody;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connectTimeout)
            .build();
    this.requestTimeout = requestTimeout;
  }

  @Override
  public Reply send(HttpRequest request) {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, info -> new BoundedBody(largestBody));
    try {
      HttpResponse<byte[]> response = answer.get(requestTimeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Reply.Answer(
          response.statusCode(), response.headers().firstValue("Retry-After"), response.body());
    } catch (TimeoutException e) {
      answer.cancel(true);
      return new Reply.Lost("did not answer within " + requestTimeout.toMillis() + " ms");
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return new Reply.Lost("was not waited for, because the application stops");
    } catch (ExecutionException e) {
      return failed(e.getCause());
    }
  }

  private static Reply failed(Throwable cause) {
    // Texts of exceptions may hold addresses and parts of answers; their types are enough.
    String type = cause.getClass().getSimpleName();
    return cause instanceof ConnectException
            || cause instanceof HttpConnectTimeoutException
            || cause instanceof NoRouteToHostException
            || cause instanceof UnresolvedAddressException
            || cause instanceof SSLHandshakeException
        ? new Reply.NotSent("cannot be reached (" + type + ")")
        : new Reply.Lost("did not answer (" + type + ")");
  }
}
