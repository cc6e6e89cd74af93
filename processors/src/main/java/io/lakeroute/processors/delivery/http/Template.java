// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How an API wants records; immutable.
 *
 * @param name what messages call it
 * @param batch the most records of a request
 * @param idempotent whether a request that is sent again has no second effect
 * @param keyHeader the header of the idempotency key
 * @param fields of records; empty for all columns of a row
 * @param open whether a destination may add fields and constants
 * @param record the form of a record; empty for an object of its fields
 * @param requests by what they do
 * @param ignoresRemovals whether people who leave need no request
 * @param answers what answers mean
 */
public record Template(
    String name,
    int batch,
    boolean idempotent,
    String keyHeader,
    List<FieldRule> fields,
    boolean open,
    Optional<JsonNode> record,
    Map<DeliveryKey.Change, RequestForm> requests,
    boolean ignoresRemovals,
    AnswerRules answers) {

  public Template {
    fields = List.copyOf(fields);
    requests = Map.copyOf(requests);
  }

  /** The parameters that a destination has to set. */
  Set<String> parameters() {
    Set<String> names = new LinkedHashSet<>();
    for (DeliveryKey.Change change : DeliveryKey.Change.values()) {
      Optional.ofNullable(requests.get(change)).ifPresent(each -> names.addAll(each.parameters()));
    }
    record
        .map(Placeholders::texts)
        .ifPresent(texts -> texts.forEach(each -> names.addAll(Placeholders.parameters(each))));
    return names;
  }

  /** The fields by name. */
  Map<String, FieldRule> rules() {
    Map<String, FieldRule> rules = new LinkedHashMap<>();
    fields.forEach(field -> rules.put(field.name(), field));
    return rules;
  }
}
