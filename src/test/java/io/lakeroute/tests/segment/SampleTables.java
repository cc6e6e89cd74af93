// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import io.lakeroute.tests.workspace.Statements;
import io.lakeroute.tests.workspace.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The tables that segments are compared over, the same in every run: values of every type, a fifth
 * of them NULL, keys that other tables lack, and rows without a key; immutable.
 */
final class SampleTables {

  static final int KEYS = 200;
  static final long FIRST_KEY = 7_310_001L;
  private static final int NULLS = 5;
  private static final String SCHEMA = "segments_sample";
  private static final Map<String, String> COLUMNS = columns();

  private final String schema;
  private final Map<String, SampleTable> tables;

  private SampleTables(String schema) {
    this.schema = schema;
    Random random = new Random(1);
    List<SampleTable> all = new ArrayList<>();
    all.add(keyed(random, schema + ".people", "BIGINT", i -> 1));
    all.add(keyed(random, schema + ".traits", "INT", i -> i % 5 < 2 ? 0 : 1));
    all.add(keyed(random, schema + ".letters", "STRING", i -> i % 7 == 0 ? 0 : 1));
    all.add(states(keyed(random, schema + ".states", "BIGINT", i -> random.nextInt(4))));
    all.add(orders(random, keyed(random, schema + ".orders", "BIGINT", i -> random.nextInt(9))));
    all.add(keyed(random, schema + ".visits", "BIGINT", i -> random.nextInt(6)));
    all.add(keyed(random, schema + ".days", "INT", i -> random.nextInt(5)));
    all.add(products(random, schema + ".products"));
    all.add(pairs(random, schema + ".pairs"));
    this.tables =
        all.stream()
            .collect(
                Collectors.toMap(SampleTable::name, each -> each, (a, b) -> a, LinkedHashMap::new));
  }

  /** In the schema that all test classes of a workspace share. */
  static SampleTables of(Workspace access) {
    return new SampleTables(access.catalog() + "." + SCHEMA);
  }

  /** For what needs no workspace. */
  static SampleTables inMemory() {
    return new SampleTables("memory." + SCHEMA);
  }

  /** Creates those that the workspace does not have. */
  void create(Workspace access) {
    Statements statements = Statements.of(access);
    statements.run("CREATE SCHEMA IF NOT EXISTS " + schema);
    List<String> present =
        statements.run("SHOW TABLES IN " + schema).stream()
            .map(row -> schema + "." + row.get(1))
            .toList();
    tables.values().stream()
        .filter(table -> !present.contains(table.name()))
        .forEach(table -> table.create(statements));
  }

  String schema() {
    return schema;
  }

  /** By the name of three parts. */
  SampleTable table(String name) {
    return tables.get(name);
  }

  /**
   * @param rows how many rows the key at that place has
   */
  private static SampleTable keyed(
      Random random, String name, String keyType, IntUnaryOperator rows) {
    Map<String, String> types = new LinkedHashMap<>(Map.of("person", keyType));
    types.putAll(COLUMNS);
    List<Map<String, Object>> all = new ArrayList<>();
    // The last keys are in no population.
    for (int i = 0; i < KEYS + (name.endsWith("people") ? 0 : 10); i++) {
      int count = rows.applyAsInt(i);
      for (int k = 0; k < count; k++) {
        all.add(row(random, "person", FIRST_KEY + i));
      }
    }
    IntStream.range(0, NULLS).forEach(i -> all.add(row(random, "person", null)));
    return new SampleTable(name, types, all);
  }

  /** Of some keys two rows are equally late, or no row has a time. */
  private static SampleTable states(SampleTable drawn) {
    Map<Object, Object> last = new LinkedHashMap<>();
    drawn
        .rows()
        .forEach(
            row -> {
              long key = row.get("person") == null ? 0 : (long) row.get("person");
              if (key % 3 == 0 && last.containsKey(key)) {
                row.put("at", last.get(key));
              }
              last.put(key, row.get("at"));
            });
    return drawn;
  }

  private static SampleTable orders(Random random, SampleTable drawn) {
    drawn.types().put("product", "BIGINT");
    for (Map<String, Object> row : drawn.rows()) {
      row.put("product", random.nextInt(6) == 0 ? null : 7_319_000L + random.nextInt(20));
    }
    return drawn;
  }

  /** Of the 20 products that orders name, five are not there. */
  private static SampleTable products(Random random, String name) {
    Map<String, String> types = new LinkedHashMap<>(Map.of("product", "BIGINT"));
    types.putAll(COLUMNS);
    List<Map<String, Object>> rows = new ArrayList<>();
    IntStream.range(0, 15).forEach(i -> rows.add(row(random, "product", 7_319_000L + i)));
    rows.add(row(random, "product", null));
    rows.add(row(random, "product", null));
    return new SampleTable(name, types, rows);
  }

  /** Two columns identify a row. */
  private static SampleTable pairs(Random random, String name) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Object small : Pools.of(Kind.SMALL)) {
      for (Object flag : Pools.of(Kind.FLAG)) {
        Map<String, Object> row = row(random, "small", small);
        row.put("flag", flag);
        rows.add(row);
      }
    }
    rows.remove(3);
    Map<String, Object> unknown = row(random, "small", null);
    unknown.put("flag", true);
    rows.add(unknown);
    return new SampleTable(name, new LinkedHashMap<>(COLUMNS), rows);
  }

  private static Map<String, Object> row(Random random, String key, Object value) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (Kind kind : Kind.values()) {
      row.put(kind.column(), random.nextInt(5) == 0 ? null : Pools.draw(random, kind));
    }
    row.put(key, value);
    return row;
  }

  private static Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    for (Kind kind : Kind.values()) {
      columns.put(kind.column(), kind.sql());
    }
    return columns;
  }
}
