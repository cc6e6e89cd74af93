// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The local workspace's test knobs: faults, lifetimes, the log of requests. Safe for threads. */
public final class Knobs {

  /** One request that the workspace answered. */
  public record Call(String method, String path, int status, String userAgent, String principal) {

    public boolean is(String wantedMethod, String pathRegex) {
      return method.equals(wantedMethod) && path.matches(pathRegex);
    }
  }

  /** What the next fitting calls get instead of their answer. */
  public record Fault(
      String match, int status, Map<String, String> headers, Object body, int times, String when) {

    /**
     * @param match a regular expression over method and path, such as {@code POST /oidc/v1/token}
     */
    public static Fault on(String match, int status) {
      return new Fault(match, status, Map.of(), Map.of(), 1, "before");
    }

    public Fault times(int count) {
      return new Fault(match, status, headers, body, count, when);
    }

    public Fault body(Object json) {
      return new Fault(match, status, headers, json, times, when);
    }

    public Fault header(String name, String value) {
      return new Fault(match, status, Map.of(name, value), body, times, when);
    }

    /** The call takes effect, and only its reply is lost or replaced. */
    public Fault afterTheEffect() {
      return new Fault(match, status, headers, body, times, "after");
    }
  }

  /** What happens to the next fitting calls of S3. */
  public record S3Fault(String match, Map<String, Object> members) {

    /** The connection is reset without an answer. */
    public static S3Fault reset(String match) {
      return new S3Fault(match, Map.of());
    }

    /** S3's usual error of this status, once the body is read. */
    public static S3Fault on(String match, int status) {
      return reset(match).with("status", status);
    }

    /** Answers late, and as ever. */
    public static S3Fault delay(String match, int millis) {
      return reset(match).with("delayMillis", millis);
    }

    public S3Fault code(String name) {
      return with("code", name);
    }

    public S3Fault times(int count) {
      return with("times", count);
    }

    /** Resets after this number of bytes of the body; of a GET, of the reply. */
    public S3Fault afterBytes(int bytes) {
      return with("afterBytes", bytes);
    }

    /** The call takes effect, and only its reply is lost or replaced. */
    public S3Fault afterTheEffect() {
      return with("when", "after");
    }

    private S3Fault with(String member, Object value) {
      var more = new LinkedHashMap<>(members);
      more.put(member, value);
      return new S3Fault(match, more);
    }
  }

  private final URI host;
  private final Rest rest = Rest.anonymous();

  Knobs(URI host) {
    this.host = host;
  }

  public void add(Fault fault) {
    var json = new LinkedHashMap<String, Object>();
    json.put("match", fault.match());
    json.put("status", fault.status());
    json.put("headers", fault.headers());
    json.put("times", fault.times());
    json.put("when", fault.when());
    if (!fault.body().equals(Map.of())) {
      json.put("body", fault.body());
    }
    done(rest.post(host.resolve("/local/faults"), json));
  }

  /** Starts the S3 server, unless it runs. */
  void startS3() {
    done(rest.post(host.resolve("/local/s3"), Map.of()));
  }

  /**
   * A fault of S3.
   *
   * @param fault its match is a regular expression over method, path and query, such as {@code PUT
   *     /workspace/exports/.*}
   */
  public void add(S3Fault fault) {
    var json = new LinkedHashMap<>(fault.members());
    json.put("match", fault.match());
    done(rest.post(host.resolve("/local/s3/faults"), json));
  }

  public void clearFaults() {
    done(rest.delete(host.resolve("/local/faults")));
  }

  public JsonNode settings() {
    return done(rest.get(host.resolve("/local/settings"))).json();
  }

  /** Changes a lifetime, such as {@code tokenLifetimeSeconds}. */
  public void set(String name, int value) {
    change(Map.of(name, value));
  }

  void change(Object settings) {
    done(rest.post(host.resolve("/local/settings"), settings));
  }

  public void revokeTokens() {
    done(rest.post(host.resolve("/local/tokens/revoke"), Map.of()));
  }

  /** Revokes what was issued so far for one secret of a service principal. */
  public void revokeTokens(String secretId) {
    done(rest.post(host.resolve("/local/tokens/revoke"), Map.of("secret_id", secretId)));
  }

  /** Takes tokens of this Entra tenant as they are, as a workspace on Azure does. */
  public void trustEntra(IdentityProvider tenant) {
    try {
      done(
          rest.post(
              host.resolve("/local/entra"),
              Map.of("issuer", tenant.issuer(), "jwks", Rest.JSON.readTree(tenant.jwks()))));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  public void clearS3Calls() {
    done(rest.delete(host.resolve("/local/s3/requests")));
  }

  /** The last calls of S3, oldest first: status 0 where the connection was reset. */
  public List<Call> s3Calls() {
    return calls("/local/s3/requests");
  }

  public void clearCalls() {
    done(rest.delete(host.resolve("/local/requests")));
  }

  /** The calls answered since {@link #clearCalls()}, oldest first. */
  public List<Call> calls() {
    return calls("/local/requests");
  }

  private List<Call> calls(String log) {
    List<Call> calls = new ArrayList<>();
    for (JsonNode call : done(rest.get(host.resolve(log))).json()) {
      calls.add(
          new Call(
              call.path("method").asText(),
              call.path("path").asText(),
              call.path("status").asInt(),
              call.path("userAgent").asText(),
              call.path("principal").asText()));
    }
    return calls;
  }

  public long count(String method, String pathRegex) {
    return calls().stream().filter(call -> call.is(method, pathRegex)).count();
  }

  private static Rest.Reply done(Rest.Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply;
  }
}
