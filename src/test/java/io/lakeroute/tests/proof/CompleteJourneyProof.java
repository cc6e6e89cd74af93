// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.Statements;
import io.lakeroute.tests.workspace.WorkspaceProcess;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Interactions on a year of real purchases: the CSV files of the public Complete Journey data set,
 * in the folder {@code -Dcomplete.journey} names.
 */
@EnabledIfSystemProperty(named = "complete.journey", matches = ".+")
class CompleteJourneyProof {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final Path EXAMPLE = Path.of("../../routes/examples/complete-journey");

  @TempDir private static Path folder;

  private static WorkspaceProcess workspace;
  private static Application application;

  @BeforeAll
  static void start() throws Exception {
    workspace =
        WorkspaceProcess.start(
            folder.resolve("workspace"),
            "--load",
            "main.retail=" + System.getProperty("complete.journey"));
    Statements sql = Statements.of(workspace.workspace("retail"));
    sql.run(Files.readString(EXAMPLE.resolve("views.sql")).strip().replaceFirst(";$", ""));
    application =
        Application.start(Application.interactions(workspace.workspace("retail"), EXAMPLE));
  }

  @AfterAll
  static void stop() {
    if (application != null) {
      application.close();
    }
    if (workspace != null) {
      workspace.close();
    }
  }

  @Test
  void finds_every_purchase_of_a_household_with_exact_amounts() throws Exception {
    List<JsonNode> purchases = page("2261", "limit=1000").interactions();

    assertThat(purchases).hasSize(126);
    assertThat(
            purchases.stream()
                .map(purchase -> purchase.at("/attributes/salesValue").decimalValue())
                .reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualByComparingTo("446.62");
    assertThat(page("1111", "limit=1000").interactions()).hasSize(208);
  }

  @Test
  void pages_of_ten_are_the_one_page_though_timestamps_tie() throws Exception {
    for (String order : List.of("asc", "desc")) {
      List<JsonNode> whole = page("2261", "limit=1000&order=" + order).interactions();
      List<JsonNode> paged = new ArrayList<>();
      String cursor = "";
      do {
        Page page = page("2261", "limit=10&order=" + order + cursor);
        paged.addAll(page.interactions());
        cursor = page.next().isEmpty() ? "" : "&cursor=" + page.next();
      } while (!cursor.isEmpty());

      assertThat(paged).as(order).isEqualTo(whole).doesNotHaveDuplicates();
      assertThat(whole.stream().map(purchase -> purchase.get("timestamp")).distinct())
          .as("timestamps tie")
          .hasSizeLessThan(whole.size());
    }
  }

  @Test
  void an_unknown_household_has_no_interactions() throws Exception {
    assertThat(page("no-such-household", "").interactions()).isEmpty();
  }

  private record Page(List<JsonNode> interactions, String next) {}

  private static Page page(String profile, String query) throws IOException {
    HttpResponse<String> response = application.interactions(profile, query);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    JsonNode json = JSON.readTree(response.body());
    List<JsonNode> interactions = new ArrayList<>();
    json.get("interactions").forEach(interactions::add);
    return new Page(interactions, json.path("next").asText());
  }
}
