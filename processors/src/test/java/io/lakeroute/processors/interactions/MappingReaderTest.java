// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.processors.mapping.MappingException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MappingReaderTest {

  private static final String GOOD =
      """
      name: purchases
      connection: retail
      source: main.retail.purchases
      crosswalk: household_id
      type: purchase
      timestamp: purchased_at
      key: [basket_id, product_id]
      attributes:
        basket: basket_id
      """;

  @Test
  void reads_every_field_and_sorts_by_the_timestamp_unless_told_otherwise() {
    InteractionMapping mapping = read(GOOD);

    assertThat(mapping.name()).isEqualTo("purchases");
    assertThat(mapping.connection()).isEqualTo("retail");
    assertThat(mapping.source()).hasToString("main.retail.purchases");
    assertThat(mapping.crosswalk()).isEqualTo("household_id");
    assertThat(mapping.type()).isEqualTo(new InteractionType.Constant("purchase"));
    assertThat(mapping.timestamp()).isEqualTo("purchased_at");
    assertThat(mapping.sort()).isEqualTo("purchased_at");
    assertThat(mapping.key()).containsExactly("basket_id", "product_id");
    assertThat(mapping.attributes()).containsExactly(java.util.Map.entry("basket", "basket_id"));
    assertThat(read(GOOD + "sort: seq\n").sort()).isEqualTo("seq");
    assertThat(read(GOOD.replace("type: purchase", "type: {column: kind}")).type())
        .isEqualTo(new InteractionType.FromColumn("kind"));
  }

  @Test
  void takes_the_flows_connection_when_the_mapping_names_none() {
    String yaml = GOOD.replace("connection: retail\n", "");

    assertThat(new MappingReader("main").read("m.yaml", bytes(yaml)).connection())
        .isEqualTo("main");
    refuses(yaml, "field 'connection' is missing, and the flow has no default connection");
  }

  @Test
  void takes_no_connection_where_the_tenant_decides() {
    MappingReader ofTenants = MappingReader.ofTenants();

    assertThat(
            ofTenants.read("m.yaml", bytes(GOOD.replace("connection: retail\n", ""))).connection())
        .isEmpty();
    assertThatThrownBy(() -> ofTenants.read("m.yaml", bytes(GOOD)))
        .isInstanceOf(MappingException.class)
        .hasMessage(
            "Mapping file m.yaml: field 'connection' must go: the flow has tenants, and theirs is"
                + " used");
  }

  @Test
  void refuses_an_unknown_field_naming_what_is_allowed() {
    refuses(
        GOOD + "colums: {}\n",
        "unknown field 'colums' (allowed: name, connection, source, crosswalk, type, timestamp,"
            + " sort, key, attributes)");
  }

  @Test
  void refuses_a_missing_field() {
    for (String field : new String[] {"name", "source", "crosswalk", "type", "timestamp", "key"}) {
      refuses(GOOD.replaceAll("(?m)^" + field + ":.*\n", ""), "field '" + field + "' is missing");
    }
    refuses(GOOD.replaceAll("(?s)attributes.*", ""), "field 'attributes' is missing");
  }

  @Test
  void refuses_a_name_that_has_not_three_parts() {
    refuses(
        GOOD.replace("main.retail.purchases", "retail.purchases"),
        "field 'source' is 'retail.purchases': expected a three-part name catalog.schema.object,"
            + " got 2 part(s)");
    refuses(
        GOOD.replace("main.retail.purchases", "main.retail.purchases; DROP TABLE x"),
        "field 'source' is 'main.retail.purchases; DROP TABLE x': unquoted parts have letters,"
            + " digits, _ and -; quote others with backticks");
  }

  @Test
  void refuses_a_field_or_attribute_written_twice() {
    refuses(GOOD + "  basket: product_id\n", "not valid YAML at line 10: Duplicate field 'basket'");
    refuses(GOOD + "name: again\n", "not valid YAML at line 10: Duplicate field 'name'");
  }

  @Test
  void refuses_values_of_the_wrong_form() {
    refuses(
        GOOD.replace("type: purchase", "type: {columns: x}"),
        "field 'type' must be a text or {column: <name of a column>}");
    refuses(GOOD.replace("[basket_id, product_id]", "[]"), "field 'key' must list 1 to 8 columns");
    refuses(
        GOOD.replace("[basket_id, product_id]", "[a, a]"), "field 'key' lists column 'a' twice");
    refuses(
        GOOD.replace("name: purchases", "name: 5"),
        "field 'name' must be a text that is not empty (quote numbers)");
    refuses(
        GOOD.replace("basket: basket_id", "basket: [x]"),
        "field 'attributes.basket' must be a text that is not empty (quote numbers)");
    refuses(
        "- a\n",
        "expected fields name, connection, source, crosswalk, type, timestamp, sort, key,"
            + " attributes");
  }

  private static void refuses(String yaml, String problem) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(MappingException.class)
        .hasMessage("Mapping file purchases.yaml: " + problem);
  }

  private static InteractionMapping read(String yaml) {
    return Sources.mapping("purchases.yaml", yaml);
  }

  private static ByteArrayInputStream bytes(String yaml) {
    return new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
  }
}
