// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.processors.segment.SegmentStatements;
import io.lakeroute.processors.segment.Statement;
import io.lakeroute.tests.segment.SegmentQuery;
import io.lakeroute.tests.segment.WorkspaceModel;
import io.lakeroute.tests.workspace.Workspace;
import io.lakeroute.tests.workspace.WorkspaceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Segments of households by a year of real purchases: the CSV files of the public Complete Journey
 * data set, in the folder {@code -Dcomplete.journey} names, and the segments of its examples
 * against queries written by hand.
 */
@EnabledIfSystemProperty(named = "complete.journey", matches = ".+")
class CompleteJourneySegmentsProof {

  private static final Path EXAMPLE = Path.of("../../routes/examples/complete-journey");
  private static final Instant AS_OF = Instant.parse("2018-01-01T00:00:00Z");

  /** Takes what is counted twice, and whose households. */
  private static final String BY_HAND =
      """
      SELECT t.household_id FROM main.retail.transactions_sample t
      JOIN main.retail.products p ON p.product_id = t.product_id
      WHERE t.household_id IN (SELECT household_id FROM main.retail.%3$s)
      GROUP BY t.household_id
      HAVING count(%1$s IF(p.product_category = 'BAKED BREAD/BUNS/ROLLS', %2$s, NULL)) >= 3
        AND count(%1$s IF(p.product_category = 'SOFT DRINKS', %2$s, NULL)) BETWEEN 1 AND 2
      ORDER BY t.household_id
      """;

  @TempDir private static Path folder;

  private static WorkspaceProcess process;
  private static Workspace workspace;
  private static SegmentQuery query;

  @BeforeAll
  static void start() {
    process =
        WorkspaceProcess.start(
            folder.resolve("workspace"),
            "--load",
            "main.retail=" + System.getProperty("complete.journey"));
    workspace = process.workspace("retail");
    query = SegmentQuery.on(workspace);
  }

  @AfterAll
  static void stop() {
    if (query != null) {
      query.close();
    }
    if (process != null) {
      process.close();
    }
  }

  @Test
  void counts_purchases() throws IOException {
    assertMembers(
        segment("bread-and-soft-drinks", "purchases"),
        "transactions_sample",
        BY_HAND.formatted("", "1", "transactions_sample"),
        111);
  }

  @Test
  void counts_baskets() throws IOException {
    assertMembers(
        segment("bread-and-soft-drinks-by-basket", "purchases"),
        "transactions_sample",
        BY_HAND.formatted("DISTINCT", "t.basket_id", "transactions_sample"),
        110);
  }

  @Test
  void another_population_has_other_members() throws IOException {
    assertMembers(
        segment("bread-and-soft-drinks", "demographics"),
        "demographics",
        BY_HAND.formatted("", "1", "demographics"),
        71);
  }

  private static void assertMembers(
      SegmentStatements segment, String population, String byHand, long members) {
    long households =
        query.number("SELECT count(DISTINCT household_id) FROM main.retail." + population);

    assertThat(query.count(segment)).isEqualTo(new SegmentQuery.Count(households, members));
    assertThat(query.keys(segment.members()))
        .hasSize((int) members)
        .isEqualTo(query.keys(new Statement(byHand, Map.of())));
  }

  private static SegmentStatements segment(String name, String population) throws IOException {
    String model =
        Files.readString(EXAMPLE.resolve("complete-journey.model.yaml"))
            .replace("population: purchases", "population: " + population);
    return WorkspaceModel.of(workspace, model)
        .statements(
            WorkspaceModel.segment(Files.readString(EXAMPLE.resolve(name + ".segment.yaml"))),
            AS_OF);
  }
}
