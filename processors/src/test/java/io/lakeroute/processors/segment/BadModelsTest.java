// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each case replaces one text of the model that the other tests use. */
class BadModelsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          population: customers | population: clients | /population: must be one of the sources customers, scores, purchases
          model: retail | model: Re tail | /model: must have lower-case letters, digits, - and _, up to 63
          zone: Europe/Berlin | zone: Berlin | /zone: must be a time zone such as Europe/Berlin
          zone: Europe/Berlin | zoon: UTC | /zoon: unknown field (allowed: model, connection, zone, population, sources)
          table: main.ml.scores | table: scores | /sources/scores/table: must be the name of a table or view: expected a three-part name catalog.schema.object, got 1 part(s)
          {bread: bread, | {bread: loaf, | /sources/scores/fields/bread: names column 'loaf', which main.ml.scores does not have (columns: customer_id, bread, soft_drinks)
          key: household_id | key: household | /sources/purchases/key: names column 'household', which main.retail.transactions does not have (columns: household_id, basket_id, product_id, sales_value, sold_on, transaction_timestamp)
          key: household_id | key: sales_value | /sources/purchases/key: has the type DECIMAL(10,2); keys are texts or whole numbers, or keyAs: string
          {tier: tier, | {1tier: tier, | /sources/customers/fields/1tier: a name has letters, digits and _, and begins with a letter
          time: transaction_timestamp | time: sales_value | /sources/purchases/time: has the type DECIMAL(10,2); a time is a timestamp or a date
          time: transaction_timestamp | latest: sold_on | /sources/purchases/latest: belongs to sources with one row per key
          category: product.product_category | category: product.weird | /sources/purchases/fields/category: has the type MAP<STRING,STRING>, which segments cannot compare
          {product_id: product_id} | {product_id: id} | /sources/purchases/lookups/product/on: names column 'id', which main.retail.products does not have (columns: product_id, product_category, weird)
          many: true | many: 1 | /sources/purchases/many: must be true or false
          """)
  void a_model_that_is_wrong_is_refused_with_its_place(String there, String instead, String message)
      throws IOException {
    String yaml = Files.readString(Models.FOLDER.resolve("retail.model.yaml"));
    String wrong = yaml.replace(there, instead);

    assertThatThrownBy(() -> ModelBinder.bind(Models.model(wrong), Models::columns))
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BIGINT | STRING | false",
        "DOUBLE | BIGINT | false",
        "DATE | TIMESTAMP | false",
        "CHAR(4) | STRING | false",
        "CHAR(4) | CHAR(5) | false",
        "CHAR(4) | CHAR(4) | true",
        "STRING | VARCHAR(9) | true",
        "INT | DECIMAL(10,0) | true",
        "TIMESTAMP | TIMESTAMP | true"
      })
  void a_lookup_joins_columns_whose_values_are_equal_as_they_are(
      String mine, String theirs, boolean fits) {
    assertThat(DataType.of(mine).joins(DataType.of(theirs))).isEqualTo(fits);
    assertThat(DataType.of(theirs).joins(DataType.of(mine))).isEqualTo(fits);
  }

  @Test
  void a_lookup_of_another_type_is_refused() throws IOException {
    String yaml = Files.readString(Models.FOLDER.resolve("retail.model.yaml"));
    String wrong = yaml.replace("{product_id: product_id}", "{product_id: product_category}");

    assertThatThrownBy(() -> ModelBinder.bind(Models.model(wrong), Models::columns))
        .hasMessageStartingWith(
            "/sources/purchases/lookups/product/on: joins column product_id of type ")
        .hasMessageEndingWith(
            " with product_category of type STRING; give both the same type in a view");
  }

  @Test
  void keys_of_CHAR_and_of_texts_are_not_mixed() {
    SegmentModel model =
        Models.model(
            """
            model: people
            population: people
            sources:
              people: {table: main.crm.people, key: id}
              scores: {table: main.ml.scores, key: id}
            """);

    assertThatThrownBy(
            () ->
                ModelBinder.bind(
                    model,
                    table ->
                        new TableColumns(
                            Map.of("id", table.toString().contains("ml") ? "CHAR(5)" : "STRING"))))
        .hasMessage(
            "/sources/scores/key: has the type CHAR(5), and the key of people the type STRING; a CHAR is"
                + " read with blanks behind it, so give both the same type in a view");
  }

  @Test
  void keys_of_texts_and_numbers_are_not_mixed() throws IOException {
    String yaml = Files.readString(Models.FOLDER.resolve("retail.model.yaml"));
    String mixed = yaml.replace("key: household_id", "key: household_id\n    keyAs: string");

    assertThatThrownBy(() -> ModelBinder.bind(Models.model(mixed), Models::columns))
        .hasMessage(
            "/sources/purchases/key: is text, and the key of customers is a number; "
                + "give the numbers keyAs: string");
  }
}
