// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.lakeroute.processors.delivery.http.AnswerRules.Codes;
import io.lakeroute.processors.delivery.http.AnswerRules.Refusals;
import io.lakeroute.processors.delivery.http.Verdict.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides what the answers of an API mean; immutable. What it says holds nothing of a body. */
record Judge(AnswerRules rules) {

  /** In place of a body that is cut or no JSON; unlike an empty body, it may hide something. */
  private static final JsonNode UNREADABLE = new TextNode("unreadable");

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

  /**
   * @param body the body, or its beginning
   * @param records how many the request had
   */
  Verdict verdict(int status, byte[] body, int records) {
    JsonNode json = parse(body);
    if (status / 100 == 2 && succeeded(json)) {
      return delivered(json, records);
    }
    Optional<Verdict> byCode = rules.codes().flatMap(codes -> byCode(codes, status, json));
    if (byCode.isPresent()) {
      return byCode.get();
    }
    return status / 100 == 2
        ? new Verdict.Unclear("answered " + status + " without the success that the template names")
        : byStatus(status);
  }

  private Verdict byStatus(int status) {
    String what = "answered " + status;
    if (status / 100 == 3) {
      return new Verdict.Refused(
          "CONFIGURATION",
          what + ", a redirect, which is not followed. Set url to the address that answers");
    } else if (rules.retry().contains(status)) {
      return new Verdict.Later(status == 429 ? "THROTTLED" : "UNAVAILABLE", what);
    }
    return switch (status) {
      case 400, 413, 422 -> new Verdict.Invalid(what);
      case 401 -> new Verdict.Refused("UNAUTHENTICATED", what + ". Look at tokenFile and auth");
      case 403 -> new Verdict.Refused("FORBIDDEN", what + ". Look at the rights of the token");
      case 404 -> new Verdict.Refused("NOT_FOUND", what + ". Look at url and parameters");
      case 408 -> new Verdict.Unclear(what);
      default ->
          status / 100 == 4
              ? new Verdict.Refused("CONFIGURATION", what + ". Look at url and template")
              : new Verdict.Unclear(what);
    };
  }

  private static Optional<Verdict> byCode(Codes codes, int status, JsonNode json) {
    return AnswerRules.scalar(json, codes.at())
        .flatMap(
            code -> {
              // Only codes that the template lists are shown: they are no values of rows.
              String what = "answered " + status + " with the code " + code;
              if (codes.retry().contains(code)) {
                return Optional.of(new Verdict.Later("THROTTLED", what));
              } else if (codes.invalid().contains(code)) {
                return Optional.of(new Verdict.Invalid(what));
              } else if (codes.refused().contains(code)) {
                return Optional.of(
                    new Verdict.Refused(
                        "FORBIDDEN", what + ". Look it up in the documentation of the API"));
              }
              return Optional.empty();
            });
  }

  private boolean succeeded(JsonNode json) {
    return rules
        .success()
        .map(
            success ->
                AnswerRules.scalar(json, success.at()).filter(success.equals()::equals).isPresent())
        .orElse(true);
  }

  private Verdict delivered(JsonNode json, int records) {
    if (rules.refusals().isEmpty() || json == UNREADABLE) {
      return new Verdict.Delivered(List.of(), 0, rules.refusals().isPresent());
    }
    Refusals where = rules.refusals().get();
    long count =
        where.count().map(at -> Math.min(Math.max(0, json.at(at).asLong()), records)).orElse(0L);
    List<Refusal> refusals = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    long unnamed = 0;
    for (JsonNode each : where.list().map(json::at).orElse(MissingNode.getInstance())) {
      JsonNode index = each.at(where.index());
      if (index.canConvertToInt() && index.isIntegralNumber() && isNew(index, records, seen)) {
        String reason =
            AnswerRules.scalar(each, where.code())
                .map(where.reasons()::get)
                .orElse(RejectReason.REFUSED.name());
        refusals.add(new Refusal(index.intValue(), reason));
      } else if (!seen.contains(index.asInt(-1))) {
        unnamed++;
      }
    }
    long most = (long) records - refusals.size();
    return new Verdict.Delivered(
        refusals, Math.min(most, Math.max(unnamed, count - refusals.size())), false);
  }

  private static boolean isNew(JsonNode index, int records, Set<Integer> seen) {
    return index.intValue() >= 0 && index.intValue() < records && seen.add(index.intValue());
  }

  private static JsonNode parse(byte[] body) {
    try {
      return Optional.ofNullable(JSON.readTree(body)).orElse(MissingNode.getInstance());
    } catch (IOException e) {
      return UNREADABLE;
    }
  }
}
