// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.workspace.Driver;
import io.lakeroute.tests.workspace.Statements;
import io.lakeroute.tests.workspace.Workspace;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * {@code write} in each of its modes against what a user would write by hand: a prepared INSERT of
 * the driver, row by row into a batch.
 */
final class WriteBench {

  private static final String COLUMNS =
      "id BIGINT, b BIGINT, amount DECIMAL(18,2), d DATE, at TIMESTAMP, flag BOOLEAN, name STRING,"
          + " x DOUBLE";
  private static final int ROWS = 100_000;

  /** By way of staged objects. */
  private static final int MANY = 1_000_000;

  /** In statements of a thousand rows: what is measured are statements. */
  private static final int FEWER = 20_000;

  /** The driver alone sends a statement for each row: more of them would take hours. */
  private static final int FEW = 100;

  private final Workspace workspace;
  private final Statements sql;

  WriteBench(Workspace workspace) {
    this.workspace = workspace;
    this.sql = Statements.of(workspace);
  }

  void run() throws Exception {
    System.out.println(
        """

        Rows of 8 columns written to a new Delta table, by write after a tenth of them.

        | way | rows | rows a statement | s | rows/s | of the driver's best |
        |---|---|---|---|---|---|\
        """);
    double alone = rate(FEW, () -> driver("alone", FEW, Map.of()));
    double batched =
        rate(
            FEWER,
            () ->
                driver(
                    "batched",
                    FEWER,
                    Map.of("EnableBatchedInserts", "1", "supportManyParameters", "1")));
    print("driver, executeBatch", FEW, "1", alone, batched);
    print("driver, executeBatch, EnableBatchedInserts=1", FEWER, "1000", batched, batched);
    sql.run("CREATE VOLUME IF NOT EXISTS " + workspace.name("written"));
    for (String mode : new String[] {"append", "merge&keys=id", "replace"}) {
      String way = "write, " + mode.replace("&", ", ");
      for (int batch : new int[] {1_000, 10_000}) {
        int rows = batch == 1_000 ? FEWER : ROWS;
        write(rows / 10, mode, batch, Map.of());
        double rate = rate(rows, () -> write(rows, mode, batch, Map.of()));
        print(way, rows, String.valueOf(batch), rate, batched);
      }
      Map<String, String> place =
          Map.of(
              "stagingPrefix",
              "/Volumes/" + workspace.name("written").replace('.', '/') + "/lakeroute");
      write(MANY / 10, mode, 1_000, place);
      double staged = rate(MANY, () -> write(MANY, mode, 1_000, place));
      print(way + ", staged", MANY, "1000000", staged, batched);
    }
  }

  /** What writes a number of rows. */
  private interface Pass {
    void write() throws Exception;
  }

  private static double rate(int rows, Pass pass) throws Exception {
    long start = System.nanoTime();
    pass.write();
    return rows * 1e9 / (System.nanoTime() - start);
  }

  private static void print(String way, int rows, String each, double rate, double of) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %s | %.1f | %,.1f | %.2f |%n",
        way,
        rows,
        each,
        rows / rate,
        rate,
        rate / of);
  }

  private void driver(String name, int rows, Map<String, String> options) throws SQLException {
    String table = table(name);
    try (Connection connection = Driver.connect(workspace, Driver.Mode.SEA, options);
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO "
                    + table
                    + " (id, b, amount, d, at, flag, name, x) VALUES"
                    + " (?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (int id = 0; id < rows; id++) {
        insert.setLong(1, id);
        insert.setLong(2, id * 3L);
        insert.setBigDecimal(3, BigDecimal.valueOf(id, 2));
        insert.setDate(4, Date.valueOf(day(id)));
        insert.setTimestamp(5, Timestamp.from(at(id)));
        insert.setBoolean(6, id % 2 == 0);
        insert.setString(7, "name-" + id);
        insert.setDouble(8, id / 7.0);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    assertRows(table, rows);
  }

  /**
   * @param staging keys of a staging place, if there is one
   */
  private void write(int rows, String mode, int batchSize, Map<String, String> staging)
      throws Exception {
    String table = table(mode.replaceAll("\\W.*", "") + batchSize + "_" + rows);
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      connection(staging).forEach(camel.getPropertiesComponent()::addOverrideProperty);
      camel.start();
      Exchange exchange =
          camel
              .createProducerTemplate()
              .send(
                  "databricks:write:%s?connection=bench&statementTimeout=10m&batchSize=%d&writeMode=%s"
                      .formatted(table, batchSize, mode),
                  e -> {
                    e.getMessage()
                        .setHeader(DatabricksConstants.RUN_ID, UUID.randomUUID().toString());
                    e.getMessage().setBody(rows(rows));
                  });
      assertThat(exchange.getException()).isNull();
    }
    assertRows(table, rows);
  }

  private Map<String, String> connection(Map<String, String> staging) {
    Map<String, String> keys = new HashMap<>(staging);
    keys.put("host", workspace.host().toString());
    keys.put("httpPath", workspace.httpPath());
    keys.put("auth", "oauth-m2m");
    keys.put("clientId", workspace.clientId());
    keys.put("clientSecret", workspace.clientSecret());
    keys.put("catalog", workspace.catalog());
    keys.put("schema", workspace.schema());
    keys.put("writeBack", "true");
    Map<String, String> properties = new HashMap<>();
    keys.forEach((key, value) -> properties.put("databricks.connections.bench." + key, value));
    return properties;
  }

  private static Iterator<Map<String, Object>> rows(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            id ->
                Map.<String, Object>of(
                    "id",
                    (long) id,
                    "b",
                    id * 3L,
                    "amount",
                    BigDecimal.valueOf(id, 2),
                    "d",
                    day(id),
                    "at",
                    at(id),
                    "flag",
                    id % 2 == 0,
                    "name",
                    "name-" + id,
                    "x",
                    id / 7.0))
        .iterator();
  }

  private static LocalDate day(int id) {
    return LocalDate.of(2020, 1, 1).plusDays(id % 1000);
  }

  private static Instant at(int id) {
    return Instant.parse("2020-01-01T00:00:00Z").plusSeconds(id);
  }

  private String table(String name) {
    String table = workspace.name("written_" + name);
    sql.run(
        "CREATE OR REPLACE TABLE %s (%s, _run_id STRING, _run_row BIGINT)"
            .formatted(table, COLUMNS));
    return table;
  }

  private void assertRows(String table, int rows) {
    assertThat(sql.run("SELECT count(*), count(DISTINCT id) FROM " + table).get(0))
        .containsExactly(String.valueOf(rows), String.valueOf(rows));
  }
}
