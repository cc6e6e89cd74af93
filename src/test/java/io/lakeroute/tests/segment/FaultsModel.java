// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import io.lakeroute.processors.segment.BoundModel;
import io.lakeroute.processors.segment.ModelBinder;
import io.lakeroute.processors.segment.ModelReader;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Five people with few rows, so that members can be counted by hand; immutable. */
final class FaultsModel {

  private final LocalWorkspace workspace;

  FaultsModel(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  private List<SampleTable> tables() {
    return List.of(
        table(
            "members",
            "id BIGINT, tier STRING, seen TIMESTAMP",
            "1|gold|2026-11-26T04:59:59Z",
            "2|staff|2026-11-26T05:00:00Z",
            "3||2026-11-27T04:59:59Z",
            "4|gold|2026-11-27T05:00:00Z",
            "5||",
            "|gold|2026-11-26T12:00:00Z"),
        table(
            "orders",
            "member BIGINT, amount BIGINT, tier STRING, at TIMESTAMP",
            "1|10|gold|2026-11-26T04:59:59Z",
            "1|20|gold|2026-11-26T05:00:00Z",
            "2|30|basic|2026-11-27T04:59:59Z",
            "3|40||2026-11-27T05:00:00Z",
            "3|50||",
            "9|60|gold|2026-11-26T12:00:00Z",
            "|70|gold|2026-11-26T12:00:00Z"),
        table(
            "visits",
            "member BIGINT, amount BIGINT, at TIMESTAMP",
            "1|1|2026-11-26T12:00:00Z",
            "1|1|2026-11-26T13:00:00Z",
            "1|1|2026-11-26T14:00:00Z",
            "4|7|2026-11-26T12:00:00Z"),
        table("tiers", "tier STRING, amount BIGINT", "gold|1000", "basic|2000", "|3000"),
        table(
            "states",
            "member BIGINT, since TIMESTAMP, mood STRING, tier STRING",
            "1|2026-01-01T00:00:00Z|a|z",
            "1|2026-01-01T00:00:00Z|b|y",
            "1|2025-01-01T00:00:00Z|c|x",
            "2||a|z"));
  }

  void create() {
    tables().forEach(table -> table.create(workspace.statements()));
  }

  BoundModel bound() {
    Map<String, SampleTable> byName = new LinkedHashMap<>();
    tables().forEach(table -> byName.put(table.name(), table));
    String yaml =
        """
        model: shop
        zone: America/New_York
        population: members
        sources:
          members: {table: $members, key: id, fields: {tier: tier, seen: seen}}
          states: {table: $states, key: member, latest: since, fields: {mood: mood, tier: tier}}
          orders: {table: $orders, key: member, many: true, time: at,
            fields: {amount: amount, tier: tier, limit: tier.amount},
            lookups: {tier: {table: $tiers, on: {tier: tier}}}}
          visits: {table: $visits, key: member, many: true, time: at, fields: {amount: amount}}
        """
            .replace("$", workspace.name(""));
    try {
      return ModelBinder.bind(
          ModelReader.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))),
          name -> byName.get(name.toString()).columns());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param rows values between bars, nothing for NULL
   */
  private SampleTable table(String name, String columns, String... rows) {
    Map<String, String> types = new LinkedHashMap<>();
    for (String column : columns.split(", ")) {
      types.put(column.split(" ")[0], column.split(" ")[1]);
    }
    List<Map<String, Object>> all = new ArrayList<>();
    for (String row : rows) {
      String[] values = row.split("\\|", -1);
      Map<String, Object> fields = new LinkedHashMap<>();
      int i = 0;
      for (String column : types.keySet()) {
        fields.put(column, values[i].isEmpty() ? null : values[i]);
        i++;
      }
      all.add(fields);
    }
    return new SampleTable(workspace.name(name), types, all);
  }
}
