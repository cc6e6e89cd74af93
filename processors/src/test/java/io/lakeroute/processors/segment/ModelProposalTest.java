// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.processors.segment.DeclaredTable.ForeignKey;
import io.lakeroute.processors.sql.SqlName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A proposed model can be used as it is, and has nothing that is not declared. */
class ModelProposalTest {

  private static final SqlName SCHEMA = SqlName.schema("main.crm");

  private static final DeclaredTable CUSTOMERS =
      table(
          "customers",
          "customer_id BIGINT, tier STRING, tags ARRAY<STRING>, seen TIMESTAMP",
          "customer_id");
  private static final DeclaredTable PRODUCTS =
      table("products", "product_id BIGINT, category STRING, more STRUCT<a:INT>", "product_id");
  private static final DeclaredTable PURCHASES =
      table(
          "purchases",
          "household_id BIGINT, product_id BIGINT, value DECIMAL(9.2), sold_at TIMESTAMP, day DATE",
          "",
          foreign("household_id", CUSTOMERS, "customer_id"),
          foreign("product_id", PRODUCTS, "product_id"));

  @Test
  void what_is_declared_becomes_sources_and_lookups() {
    assertThat(propose(CUSTOMERS, "customer_id", PRODUCTS, PURCHASES))
        .isEqualTo(
            """
            # Proposed from main.crm, as Unity Catalog describes it. No row was read. Databricks does
            # not enforce keys: a run fails where a source with one row per key has two. Lines with
            # "todo" leave a decision to you.
            model: crm
            # todo: the time zone of relative times; not needed without them
            # zone: Europe/Berlin
            population: customers
            sources:
              customers:
                table: main.crm.customers
                key: customer_id
                fields:
                  tier: tier
                  tags: tags
                  seen: seen
              purchases:
                table: main.crm.purchases
                key: household_id
                many: true
                # todo: windows, first and last need the time of a row; one of these columns, if it has it:
                # time: sold_at
                # time: day
                # Segments cannot use products.more.
                fields:
                  product_id: product_id
                  value: value
                  sold_at: sold_at
                  day: day
                  products_category: products.category
                lookups:
                  products: {table: main.crm.products, on: {product_id: product_id}}
            """);
  }

  @Test
  void a_key_that_is_not_declared_is_left_to_the_reader() {
    DeclaredTable scores = table("scores", "CUSTOMER_ID INT, bread DOUBLE", "");
    DeclaredTable stores = table("stores", "store_id BIGINT, city STRING", "store_id");

    String yaml = propose(CUSTOMERS, "customer_id", scores, stores);

    assertThat(yaml)
        .contains(
            """
              # todo: main.crm.scores has a column CUSTOMER_ID, and does not declare it as a foreign key. If it has the same keys,
              # remove the # before these lines, and many: true if a key has one row at most.
              # scores:
              #   table: main.crm.scores
              #   key: CUSTOMER_ID
              #   many: true
              #   fields:
              #     bread: bread
            # todo: main.crm.stores declares no key of main.crm.customers, and is not in the model.
            """);
    assertThat(bind(yaml, CUSTOMERS, scores, stores).sources()).containsOnlyKeys("customers");
    assertThat(bind(chosen(yaml, "scores"), CUSTOMERS, scores, stores).sources())
        .containsOnlyKeys("customers", "scores");
  }

  @Test
  void a_time_is_named_by_the_reader() {
    String yaml = propose(CUSTOMERS, "customer_id", PRODUCTS, PURCHASES);

    assertThat(bind(yaml, CUSTOMERS, PRODUCTS, PURCHASES).sources().get("purchases").time())
        .isEmpty();
    assertThat(
            bind(yaml.replace("# time: day", "time: day"), CUSTOMERS, PRODUCTS, PURCHASES)
                .sources()
                .get("purchases")
                .time())
        .isPresent();
  }

  @Test
  void a_primary_key_says_whether_a_key_has_one_row() {
    DeclaredTable consent =
        table("consent", "id BIGINT, given BOOLEAN", "id", foreign("id", CUSTOMERS, "customer_id"));
    DeclaredTable baskets = table("baskets", "customer_id BIGINT, n INT, at DATE", "customer_id,n");
    DeclaredTable plain = table("plain", "customer_id BIGINT, tier STRING", "");

    assertThat(bind(propose(CUSTOMERS, "customer_id", consent), CUSTOMERS, consent).sources())
        .allSatisfy((name, source) -> assertThat(source.many()).isFalse());
    assertThat(bind(propose(baskets, "customer_id"), baskets).population().many()).isTrue();
    assertThat(bind(propose(plain, "customer_id"), plain).population().many()).isFalse();
    assertThat(propose(plain, "customer_id"))
        .contains(
            "# todo: no primary key is declared; if a key has many rows:\n    # many: true\n");
  }

  @Test
  void two_keys_of_the_population_are_two_sources() {
    DeclaredTable gifts =
        table(
            "gifts",
            "giver BIGINT, taker BIGINT",
            "",
            foreign("giver", CUSTOMERS, "customer_id"),
            foreign("taker", CUSTOMERS, "customer_id"));

    assertThat(bind(propose(CUSTOMERS, "customer_id", gifts), CUSTOMERS, gifts).sources())
        .containsOnlyKeys("customers", "gifts_by_giver", "gifts_by_taker");
  }

  @Test
  void keys_that_are_no_whole_numbers_are_compared_as_texts() {
    DeclaredTable people = table("people", "id DECIMAL(20.0), name STRING", "id");
    DeclaredTable visits =
        table("visits", "who DECIMAL(20.0), page STRING", "", foreign("who", people, "id"));
    DeclaredTable letters = table("letters", "id STRING, text STRING", "");

    String yaml = propose(people, "id", visits, letters);

    assertThat(bind(yaml, people, visits, letters).sources()).containsOnlyKeys("people", "visits");
    assertThat(bind(chosen(yaml, "letters"), people, visits, letters).sources())
        .containsOnlyKeys("people", "visits", "letters");
    DeclaredTable numbers = table("numbers", "customer_id STRING, n INT", "");
    assertThat(propose(CUSTOMERS, "customer_id", numbers))
        .as("a text is no key of numbers")
        .contains("# todo: main.crm.numbers declares no key of main.crm.customers");
  }

  @Test
  void what_is_too_much_or_was_not_read_is_named() {
    DeclaredTable a = table("a", "id INT, v INT", "id");
    DeclaredTable b = table("b", "id INT, v INT", "id");
    DeclaredTable c = table("c", "id INT, v INT", "id");
    DeclaredTable rows =
        table(
            "r",
            "customer_id BIGINT, x INT, y INT, z INT",
            "",
            foreign("customer_id", CUSTOMERS, "customer_id"),
            foreign("x", a, "id"),
            foreign("y", b, "id"),
            foreign("z", c, "id"));

    String yaml =
        ModelProposal.yaml(
            CUSTOMERS,
            "customer_id",
            List.of(CUSTOMERS, a, b, c, rows),
            List.of(SCHEMA.child("hidden")));

    assertThat(yaml)
        .contains(
            "    # todo: {table: main.crm.c, on: {z: id}} is declared as well, and is not looked up: a source has up to 2 lookups, in tables that were read.\n")
        .contains(
            "# todo: main.crm.c declares no key of main.crm.customers, and is not in the model.\n")
        .contains(
            "# todo: main.crm.hidden cannot be looked at with this connection, and is not in the model.\n");
    assertThat(bind(yaml, CUSTOMERS, a, b, c, rows).sources().get("r").lookups())
        .containsOnlyKeys("a", "b");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void names_of_any_kind_make_a_model_that_can_be_used(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 40; round++) {
      DeclaredTable people = odd("p" + odd(random), random, List.of());
      String key = people.columns().keySet().iterator().next();
      DeclaredTable looked = odd("l" + odd(random), random, List.of());
      String id = looked.columns().keySet().iterator().next();
      DeclaredTable rows =
          odd("r" + odd(random), random, List.of(people.name(), looked.name()), key, id);
      DeclaredTable same = only("s" + odd(random), key);

      String yaml = propose(people, key, looked, rows, same);

      assertThat(bind(yaml, people, looked, rows, same).sources()).as(yaml).hasSize(2);
    }
  }

  /** A table with odd names, all of whose columns are numbers, the first of them a key. */
  private static DeclaredTable odd(
      String name, Random random, List<SqlName> references, String... referenced) {
    Map<String, String> columns = new LinkedHashMap<>();
    while (columns.size() < 5) {
      String column = odd(random);
      boolean key = columns.size() < 2;
      if (!(key && column.isBlank())
          && columns.keySet().stream().noneMatch(column::equalsIgnoreCase)) {
        columns.put(column, "BIGINT");
      }
    }
    List<String> own = List.copyOf(columns.keySet());
    List<ForeignKey> keys = new ArrayList<>();
    for (int i = 0; i < references.size(); i++) {
      keys.add(new ForeignKey(List.of(own.get(i)), references.get(i), List.of(referenced[i])));
    }
    return new DeclaredTable(
        SCHEMA.child(name), columns, keys.isEmpty() ? List.of(own.get(0)) : List.of(), keys);
  }

  /** It has a column of the population's key and no other. */
  private static DeclaredTable only(String name, String column) {
    return new DeclaredTable(SCHEMA.child(name), Map.of(column, "BIGINT"), List.of(), List.of());
  }

  private static String odd(Random random) {
    String[] parts = {
      "a", "B", "7", "_", " ", "-", ".", "#", ": ", "\"", "'", "`", "{", "]", ",", "ü", "漢", "no",
      "y", "l", "true", "segment", "\u2028", "\\"
    };
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      text.append(parts[random.nextInt(parts.length)]);
    }
    return text.toString();
  }

  private static String propose(DeclaredTable population, String key, DeclaredTable... others) {
    List<DeclaredTable> all = new ArrayList<>(List.of(others));
    all.add(0, population);
    return ModelProposal.yaml(population, key, all, List.of());
  }

  private static BoundModel bind(String yaml, DeclaredTable... tables) {
    return ModelBinder.bind(
        Models.model(yaml),
        name ->
            new TableColumns(
                List.of(tables).stream()
                    .filter(table -> table.name().same(name))
                    .findFirst()
                    .orElseThrow()
                    .columns()));
  }

  /** The model once its reader has taken a source that is not declared. */
  private static String chosen(String yaml, String source) {
    int begin = yaml.indexOf("  # " + source + ":");
    StringBuilder all = new StringBuilder(yaml.substring(0, begin));
    yaml.substring(begin)
        .lines()
        .forEach(line -> all.append(line.replaceFirst("^  # ", "  ")).append('\n'));
    return all.toString();
  }

  private static DeclaredTable table(
      String name, String columns, String primaryKey, ForeignKey... foreignKeys) {
    Map<String, String> types = new LinkedHashMap<>();
    for (String column : columns.split(", ")) {
      String[] words = column.split(" ");
      types.put(words[0], words[1].replace('.', ','));
    }
    return new DeclaredTable(
        SCHEMA.child(name),
        types,
        primaryKey.isEmpty() ? List.of() : List.of(primaryKey.split(",")),
        List.of(foreignKeys));
  }

  private static ForeignKey foreign(String column, DeclaredTable table, String referenced) {
    return new ForeignKey(List.of(column), table.name(), List.of(referenced));
  }
}
