// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.nio.file.Path;
import java.util.Map;

/** Customers, their scores in a view and their purchases, and segments over them; stateless. */
final class SegmentShop {

  private SegmentShop() {}

  /** 20 customers, 1 to 20; every second one has a score, and n has n purchases. */
  static void fill(LocalWorkspace workspace) {
    var statements = workspace.statements();
    statements.run(
        """
        CREATE TABLE %s AS
        SELECT id + 1 AS customer_id, CASE WHEN id %% 3 = 0 THEN 'gold' WHEN id %% 3 = 1 THEN 'silver' END AS tier,
          concat('c', id + 1, '@example.com') AS email, id %% 4 = 0 AS consent FROM range(20)
        """
            .formatted(workspace.name("customers")));
    statements.run(
        """
        CREATE VIEW %s AS SELECT customer_id, customer_id / 20D AS bread FROM %s WHERE customer_id %% 2 = 0
        """
            .formatted(workspace.name("scores"), workspace.name("customers")));
    statements.run(
        """
        CREATE TABLE %s AS
        SELECT c.customer_id AS household_id, n.id %% 3 AS product_id, CAST(n.id AS DECIMAL(10,2)) AS sales_value,
          TIMESTAMP'2026-11-28 00:00:00Z' - make_dt_interval(n.id) AS at
        FROM %s c JOIN range(20) n ON n.id < c.customer_id
        """
            .formatted(workspace.name("transactions"), workspace.name("customers")));
    statements.run(
        "CREATE TABLE %s AS SELECT id AS product_id, CASE id WHEN 0 THEN 'BREAD' ELSE 'SOFT DRINKS' END AS category FROM range(3)"
            .formatted(workspace.name("products")));
  }

  static void write(LocalWorkspace workspace, Path folder) {
    Shop.write(
        folder.resolve("shop.model.yaml"),
        """
        model: shop
        zone: UTC
        population: customers
        sources:
          customers:
            table: %s
            key: customer_id
            fields: {tier: tier, email: email, consent: consent}
          scores:
            table: %s
            key: customer_id
            fields: {bread: bread}
          purchases:
            table: %s
            key: household_id
            many: true
            time: at
            fields: {value: sales_value, category: product.category}
            lookups: {product: {table: %s, on: {product_id: product_id}}}
        """
            .formatted(
                workspace.name("customers"),
                workspace.name("scores"),
                workspace.name("transactions"),
                workspace.name("products")));
    Shop.write(
        folder.resolve("emailable.segment.yaml"),
        """
        segment: emailable
        title: Customers that agreed to e-mail
        model: shop
        rules: {combinator: and, rules: [{field: customers.consent, operator: "=", value: true}]}
        """);
    Shop.write(
        folder.resolve("bread.segment.yaml"),
        """
        segment: bread
        generation: 2
        model: shop
        returns: [customers.email, {name: spent, field: purchases, aggregate: sum, of: value}]
        rules:
          combinator: and
          rules:
          - {field: scores.bread, operator: ">=", value: 0.5}
          - {field: customers.tier, operator: "!=", value: gold}
          - {field: purchases, match: {mode: atLeast, threshold: 2}, window: {last: 30, unit: day},
             value: {combinator: and, rules: [{field: category, operator: "=", value: BREAD}]}}
        """);
  }

  /** The settings of the application with these segments. */
  static Map<String, String> settings(LocalWorkspace workspace, Path folder) {
    Map<String, String> settings = Application.connection(workspace.access());
    settings.put(
        "camel.main.routesIncludePattern",
        "classpath:rest.camel.yaml,classpath:segments.camel.yaml");
    settings.put("lakeroute.segments.models", "file:" + folder.toAbsolutePath() + "/*.model.yaml");
    settings.put(
        "lakeroute.segments.definitions", "file:" + folder.toAbsolutePath() + "/*.segment.yaml");
    settings.put("lakeroute.segments.adHoc", "true");
    return settings;
  }
}
