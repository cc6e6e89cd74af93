// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import io.lakeroute.tests.workspace.LocalWorkspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Purchases and visits of a few profiles, with many equal timestamps; stateless. */
public final class Shop {
  static final int PURCHASES = 27;
  static final int VISITS = 15;

  private Shop() {}

  public static void fill(LocalWorkspace workspace) {
    String purchases = workspace.name("purchases");
    String visits = workspace.name("visits");
    var statements = workspace.statements();
    statements.run(
        """
        CREATE TABLE %s AS
        SELECT 'p1' AS customer, timestamp_seconds(1700000000 + (id DIV 20) * 60) AS bought_at,
          CAST(id %% 7 AS STRING) AS basket, CAST(id AS INT) AS line,
          CAST(id AS DECIMAL(10,2)) AS amount FROM range(%d)
        UNION ALL SELECT 'p2', timestamp_seconds(1700000000 + id), 'b', CAST(id AS INT), 1.00 FROM range(4)
        UNION ALL SELECT 'p3', TIMESTAMP'2024-07-01 03:04:05.123456Z', 'b', 1, 12.50
        """
            .formatted(purchases, PURCHASES));
    statements.run(
        """
        CREATE TABLE %s AS
        SELECT 'p1' AS who, CAST(timestamp_seconds(1700000000 + (id DIV 10) * 60) AS STRING) AS at,
          '/home' AS page, id AS n FROM range(%d)
        """
            .formatted(visits, VISITS));
    statements.run(
        """
        CREATE VIEW %s AS SELECT who, CAST(at AS TIMESTAMP) AS at, page, n,
          map('said "hi"', array('C:\\\\tmp', 'a\\tb')) AS details FROM %s
        """
            .formatted(workspace.name("visits_view"), visits));
  }

  public static void writeMappings(LocalWorkspace workspace, Path folder) {
    write(
        folder.resolve("store.interactions.yaml"),
        """
        name: store
        source: %s
        crosswalk: customer
        type: purchase
        timestamp: bought_at
        key: [customer, basket, line]
        attributes:
          basket: basket
          value: amount
        """
            .formatted(workspace.name("purchases")));
    write(
        folder.resolve("web.interactions.yaml"),
        """
        name: web
        source: %s
        crosswalk: who
        type: visit
        timestamp: at
        key: [who, n]
        attributes:
          page: page
          number: n
          details: details
        """
            .formatted(workspace.name("visits_view")));
  }

  public static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
