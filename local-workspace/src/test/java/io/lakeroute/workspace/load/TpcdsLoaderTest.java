// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.trino.tpcds.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("matrix")
class TpcdsLoaderTest {
  private static final LoadRequest.Tpcds SMALL =
      new LoadRequest.Tpcds("spark_catalog", "tpcds", 0.01);

  /** Enough for every type, a parent with its child, and a join; all 24 take half a minute. */
  private static final List<Table> SOME =
      List.of(Table.ITEM, Table.STORE, Table.WEB_SALES, Table.WEB_RETURNS);

  @TempDir private static Path warehouse;
  private static SparkSession spark;
  private static final List<String> PROGRESS = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void generate() {
    spark = LoadingSession.open(warehouse);
    new TpcdsLoader(spark, PROGRESS::add).load(SMALL, SOME);
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  @Test
  void knows_the_24_tables_of_the_benchmark() {
    assertThat(TpcdsLoader.tables())
        .hasSize(24)
        .containsAll(SOME)
        .doesNotContain(Table.DBGEN_VERSION);
  }

  @Test
  void says_what_it_loaded() {
    assertThat(PROGRESS)
        .hasSize(4)
        .anyMatch(
            line -> line.matches("loaded spark_catalog.tpcds.web_sales: 11,876 rows in .* s"));
    assertThat(spark.table("tpcds.store").count()).isEqualTo(2);
    assertThat(spark.table("tpcds.web_returns").count()).isEqualTo(1_152);
    assertThat(spark.table("tpcds.web_sales").count()).isEqualTo(11_876);
  }

  @Test
  void gives_columns_their_types() {
    assertThat(TpcdsLoader.schema(Table.ITEM).toDDL())
        .startsWith(
            "i_item_sk BIGINT,i_item_id STRING,i_rec_start_date DATE,i_rec_end_date DATE,"
                + "i_item_desc STRING,i_current_price DECIMAL(7,2),i_wholesale_cost DECIMAL(7,2),"
                + "i_brand_id INT");
    assertThat(spark.table("tpcds.item").schema().toDDL())
        .isEqualTo(TpcdsLoader.schema(Table.ITEM).toDDL());
  }

  @Test
  void joins_facts_to_dimensions() {
    assertThat(
            spark
                .sql(
                    "SELECT count(*) FROM tpcds.web_sales s JOIN tpcds.item i"
                        + " ON s.ws_item_sk = i.i_item_sk")
                .first()
                .getLong(0))
        .isEqualTo(11_876);
  }

  @Test
  void keeps_what_an_earlier_start_generated() {
    List<String> again = new CopyOnWriteArrayList<>();

    new TpcdsLoader(spark, again::add).load(SMALL, SOME);

    assertThat(again)
        .hasSize(4)
        .contains("kept spark_catalog.tpcds.item: the table is already there");
  }
}
