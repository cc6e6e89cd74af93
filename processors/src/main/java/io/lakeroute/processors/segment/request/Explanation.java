// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment.request;

import io.lakeroute.processors.segment.BoundSegment;
import io.lakeroute.processors.segment.SegmentStatements;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the truths of rules say; stateless. */
final class Explanation {

  private Explanation() {}

  /** How many keys fulfil each rule, and how many it keeps out. */
  static Map<String, Object> ofAll(
      BoundSegment segment, Map<String, Object> row, Map<String, Object> counts) {
    Map<String, Object> answer = new LinkedHashMap<>(counts);
    List<Object> rules = new ArrayList<>();
    List<String> paths = segment.paths();
    for (int i = 0; i < paths.size(); i++) {
      Map<String, Object> rule = new LinkedHashMap<>();
      rule.put("path", paths.get(i));
      rule.put("true", row.get("t" + i));
      rule.put("wouldAdd", row.get("w" + i));
      rules.add(rule);
    }
    answer.put("rules", rules);
    return answer;
  }

  /** Which rules one key fulfils, with what they saw. */
  static Map<String, Object> ofOne(BoundSegment segment, List<Map<String, Object>> rows) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("inPopulation", !rows.isEmpty());
    answer.put(
        "member",
        !rows.isEmpty() && Boolean.TRUE.equals(rows.get(0).get(SegmentStatements.MEMBER)));
    List<Object> rules = new ArrayList<>();
    List<String> paths = segment.paths();
    for (int i = 0; !rows.isEmpty() && i < paths.size(); i++) {
      Map<String, Object> rule = new LinkedHashMap<>();
      rule.put("path", paths.get(i));
      rule.put("true", rows.get(0).get("t" + i));
      if (rows.get(0).containsKey("o" + i)) {
        rule.put("observed", rows.get(0).get("o" + i));
        rule.put("wanted", segment.wanted(paths.get(i)));
      }
      rules.add(rule);
    }
    answer.put("rules", rules);
    return answer;
  }
}
