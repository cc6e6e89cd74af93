// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.statements;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Resource;
import io.lakeroute.workspace.http.Response;
import io.lakeroute.workspace.http.Router;
import io.lakeroute.workspace.knobs.Settings;
import io.lakeroute.workspace.sql.JsonRows;
import io.lakeroute.workspace.sql.Result;
import io.lakeroute.workspace.sql.Statement;
import io.lakeroute.workspace.sql.StatementRequest.Format;
import io.lakeroute.workspace.sql.Statements;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signed links to the chunks of results, as object storage hands them out: no credential, but an
 * end.
 */
public final class ResultLinks implements Resource {

  private final Statements statements;
  private final Settings settings;
  private final byte[] key;

  public ResultLinks(Statements statements, Settings settings, byte[] key) {
    this.statements = statements;
    this.settings = settings;
    this.key = key.clone();
  }

  /** The part of a result that a statement's byte limit lets through. */
  static Result shown(Statement statement, Result result) {
    var limit = statement.delivery().byteLimit();
    return limit.isPresent() ? result.limitedTo(limit.getAsLong()) : result;
  }

  List<Result.Chunk> chunks(Result result) {
    return result.chunks(settings.number(Settings.Key.CHUNK_SIZE));
  }

  /**
   * A link to a chunk.
   *
   * @param base the address that the caller used
   */
  ObjectNode link(String base, Statement statement, Result.Chunk chunk) {
    var expires = Instant.now().plus(settings.get(Settings.Key.LINK_LIFETIME));
    String path = "/results/" + statement.id() + "/" + chunk.index();
    String query =
        "expires=%d&signature=%s"
            .formatted(expires.toEpochMilli(), signature(path, expires.toEpochMilli()));
    return Json.object()
        .put("external_link", base + path + "?" + query)
        .put("expiration", expires.toString());
  }

  @Override
  public void register(Router router) {
    router.open("GET", "/results/{statement}/{index}", this::download);
  }

  private Response download(Request request) {
    if (request.header("Authorization").isPresent()) {
      return refused(400, "InvalidArgument", "Only one auth mechanism allowed");
    }
    String given = request.parameter("expires").orElse("");
    long expires = given.matches("\\d{1,18}") ? Long.parseLong(given) : 0;
    String signature = request.parameter("signature").orElse("");
    if (!MessageDigest.isEqual(bytes(signature), bytes(signature(request.path(), expires)))) {
      return refused(403, "SignatureDoesNotMatch", "The signature does not match");
    }
    if (Instant.now().isAfter(Instant.ofEpochMilli(expires))) {
      return refused(403, "AccessDenied", "Request has expired");
    }
    int index = Integer.parseInt(request.variable("index"));
    return statements
        .find(request.variable("statement"))
        .flatMap(statement -> statement.result().map(result -> body(statement, result, index)))
        .orElseGet(() -> refused(404, "NoSuchKey", "The specified key does not exist."));
  }

  private Response body(Statement statement, Result result, int index) {
    var batches = chunks(shown(statement, result)).get(index).batches();
    if (statement.delivery().format() == Format.JSON_ARRAY) {
      return Response.stream(
          200, "application/json", -1, out -> JsonRows.write(result, batches, out));
    }
    return Response.stream(
        200,
        "application/vnd.apache.arrow.stream",
        result.arrowLength(batches),
        out -> result.writeArrow(batches, out));
  }

  private static Response refused(int status, String code, String message) {
    String xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>%s</Code><Message>%s</Message></Error>";
    return Response.bytes(status, "application/xml", bytes(xml.formatted(code, message)));
  }

  private String signature(String path, long expires) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(bytes(path + "?" + expires)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
