// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changed rows as mappers get them, and what they make of them; stateless. */
final class ChangeRows {

  private ChangeRows() {}

  static final String PEOPLE =
      """
      schema: classpath:lakeroute/customer.schema.yaml
      identifier: {column: mail, is: email}
      attributes: {age: {column: age}, city: {column: city}}
      """;
  static final String PURCHASES =
      """
      schema: classpath:lakeroute/customer.schema.yaml
      identifier: {column: mail, is: email}
      events:
        - type: {constant: viewed}
          timestamp: {column: at}
          attributes: {product_id: {column: product}, quantity: {column: quantity}}
      """;

  static ChangeMapper mapper(String yaml) {
    return new ChangeMapper(SyncMappingReaderTest.read(yaml), Optional.empty(), Deletes.PROPAGATE);
  }

  static RecordMapper.Mapped people(List<Map<String, Object>> rows) {
    return mapper(PEOPLE).map(rows, Optional.empty());
  }

  static Map<String, Object> person(Object mail, Object age) {
    Map<String, Object> row = new HashMap<>();
    row.put("mail", mail);
    row.put("age", age);
    row.put("city", "Rome");
    return row;
  }

  static Map<String, Object> change(String type, Map<String, Object> image) {
    Map<String, Object> row = new HashMap<>(image);
    row.put("_record_id", "r1");
    row.put("_change_type", type);
    row.put("_commit_version", 7L);
    return row;
  }

  static Map<String, Object> update(Map<String, Object> before, Map<String, Object> image) {
    Map<String, Object> row = change("update", image);
    row.put("_before", before);
    return row;
  }

  /** Type, identifier and record id of each record. */
  static List<String> told(RecordMapper.Mapped mapped) {
    return mapped.records().stream()
        .map(record -> record.get("_change_type") + " " + record.get("identifier"))
        .toList();
  }

  static List<Misfit> rejects(RecordMapper.Mapped mapped) {
    return mapped.rejects().stream().map(RecordMapper.Reject::first).toList();
  }
}
