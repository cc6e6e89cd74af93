// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.statements;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.sql.ColumnTypes;
import io.lakeroute.workspace.sql.JsonRows;
import io.lakeroute.workspace.sql.Result;
import io.lakeroute.workspace.sql.Statement;
import io.lakeroute.workspace.sql.StatementRequest.Disposition;
import io.lakeroute.workspace.sql.StatementRequest.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the Statement Execution API says about a statement: state, manifest, and rows or links to
 * them.
 *
 * @param base the address that links begin with
 */
record StatementReply(Statement statement, ResultLinks links, String base) {

  /** The driver's results travel in the reply up to this size. */
  private static final long INLINE_ARROW_BYTES = 4 << 20;

  private static final String TOO_LARGE =
      "Inline byte limit exceeded. Statements executed with disposition=INLINE can have a result"
          + " size of at most "
          + ExecuteRequest.INLINE_BYTES
          + " bytes. Please execute the statement with disposition=EXTERNAL_LINKS if you want to"
          + " download the full result.";

  ObjectNode json() throws IOException {
    var json = Json.object().put("statement_id", statement.id());
    var status = json.putObject("status");
    var state = statement.state();
    status.put("state", state.name());
    statement
        .failure()
        .ifPresent(failure -> fail(status, failure.getMessage(), failure.sqlState()));
    if (state == Statement.State.SUCCEEDED) {
      rows(json, status, statement.result().orElseThrow());
    }
    return json;
  }

  private static void fail(ObjectNode status, String message, String sqlState) {
    status.put("state", "FAILED");
    status.putObject("error").put("error_code", "BAD_REQUEST").put("message", message);
    status.put("sql_state", sqlState);
  }

  /** The body for one chunk: its rows, or a fresh link to them. */
  ObjectNode chunk(String indexText) throws IOException {
    var result = statement.result().orElseThrow(() -> ApiException.badRequest(notReady()));
    boolean linked = disposition(result) == Disposition.EXTERNAL_LINKS;
    var chunks =
        linked ? links.chunks(ResultLinks.shown(statement, result)) : result.chunks(Long.MAX_VALUE);
    int index = indexText.matches("\\d{1,9}") ? Integer.parseInt(indexText) : -1;
    if (index < 0 || index >= chunks.size()) {
      throw ApiException.badRequest("The chunk_index " + indexText + " is out of bounds.");
    }
    return linked ? links(chunks, index) : (ObjectNode) json().get("result");
  }

  private String notReady() {
    return "Statement %s is %s: it has no result.".formatted(statement.id(), statement.state());
  }

  private Disposition disposition(Result result) {
    var asked = statement.delivery().disposition();
    if (asked != Disposition.INLINE_OR_EXTERNAL_LINKS) {
      return asked;
    }
    return result.bytes() > INLINE_ARROW_BYTES ? Disposition.EXTERNAL_LINKS : Disposition.INLINE;
  }

  private void rows(ObjectNode json, ObjectNode status, Result result) throws IOException {
    var format = statement.delivery().format();
    if (result.schema().isEmpty()) {
      json.set("manifest", manifest(result, List.of(), Format.JSON_ARRAY));
      json.putObject("result");
    } else if (disposition(result) == Disposition.EXTERNAL_LINKS) {
      var shown = ResultLinks.shown(statement, result);
      var chunks = links.chunks(shown);
      json.set(
          "manifest",
          manifest(shown, chunks.stream().map(StatementReply::describeLinked).toList(), format)
              .put("total_byte_count", shown.bytes()));
      json.set("result", chunks.isEmpty() ? Json.object() : links(chunks, 0));
    } else {
      var chunks = result.chunks(Long.MAX_VALUE).stream().map(StatementReply::describe).toList();
      json.set("manifest", manifest(result, chunks, format));
      var inline = json.putObject("result").put("chunk_index", 0).put("row_offset", 0);
      if (format == Format.ARROW_STREAM) {
        attachment(inline, result);
      } else {
        array(json, status, result);
      }
    }
  }

  private static void attachment(ObjectNode inline, Result result) throws IOException {
    var out = new ByteArrayOutputStream();
    result.writeArrow(result.batches(), out);
    inline.put("row_count", result.rows()).put("attachment", out.toByteArray());
  }

  private void array(ObjectNode json, ObjectNode status, Result result) throws IOException {
    var limit = statement.delivery().byteLimit();
    var page = JsonRows.page(result, limit.orElse(ExecuteRequest.INLINE_BYTES));
    if (!page.complete() && limit.isEmpty()) {
      json.remove(List.of("manifest", "result"));
      fail(status, TOO_LARGE, "54000");
      return;
    }
    json.withObjectProperty("result")
        .put("row_count", page.rows())
        .putRawValue("data_array", new RawValue(new String(page.json(), StandardCharsets.UTF_8)));
    if (!page.complete()) {
      var manifest = json.withObjectProperty("manifest");
      manifest.put("total_row_count", page.rows()).put("truncated", true);
      ((ObjectNode) manifest.at("/chunks/0")).put("row_count", page.rows());
    }
  }

  private ObjectNode links(List<Result.Chunk> chunks, int index) {
    var json = Json.object();
    var link = describeLinked(chunks.get(index));
    link.setAll(links.link(base, statement, chunks.get(index)));
    if (index + 1 < chunks.size()) {
      String next = "/api/2.0/sql/statements/%s/result/chunks/%d";
      link.put("next_chunk_index", index + 1)
          .put("next_chunk_internal_link", next.formatted(statement.id(), index + 1));
    }
    json.putArray("external_links").add(link);
    return json;
  }

  private static ObjectNode manifest(Result result, List<ObjectNode> chunks, Format format) {
    var manifest = Json.object().put("format", format.name());
    manifest.set("schema", ColumnTypes.manifest(result.schema()));
    manifest.put("total_chunk_count", chunks.size());
    if (format == Format.ARROW_STREAM) {
      manifest.put("result_compression", "NONE");
    }
    if (!chunks.isEmpty()) {
      manifest.putArray("chunks").addAll(chunks);
    }
    return manifest.put("total_row_count", result.rows()).put("truncated", result.truncated());
  }

  private static ObjectNode describe(Result.Chunk chunk) {
    return Json.object()
        .put("chunk_index", chunk.index())
        .put("row_offset", chunk.rowOffset())
        .put("row_count", chunk.rows());
  }

  private static ObjectNode describeLinked(Result.Chunk chunk) {
    return describe(chunk).put("byte_count", chunk.bytes());
  }
}
