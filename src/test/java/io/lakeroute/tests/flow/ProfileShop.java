// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.Workspace;
import java.nio.file.Path;
import java.util.Map;

/** The customers of {@link SegmentShop}, with segments that profiles show; stateless. */
final class ProfileShop {

  private ProfileShop() {}

  static void fill(LocalWorkspace workspace) {
    SegmentShop.fill(workspace);
  }

  static void write(LocalWorkspace workspace, Path folder) {
    SegmentShop.write(workspace, folder);
    Shop.write(
        folder.resolve("buyers.segment.yaml"),
        """
        segment: buyers
        profile: true
        model: shop
        rules: {combinator: and, rules: [{field: purchases, match: {mode: atLeast, threshold: 2}}]}
        """);
    Shop.write(
        folder.resolve("emails.segment.yaml"),
        """
        segment: emails
        generation: 3
        profile: true
        model: shop
        rules:
          combinator: and
          rules:
          - {field: segment, operator: "=", value: emailable}
          - {field: customers.email, operator: beginsWith, value: c}
        """);
    Shop.write(
        folder.resolve("purchases.interactions.yaml"),
        """
        name: purchases
        source: %s
        crosswalk: household_id
        type: purchase
        timestamp: at
        key: [household_id, at]
        attributes: {value: sales_value}
        """
            .formatted(workspace.name("transactions")));
  }

  /** The settings of the application with these profiles, two interactions each. */
  static Map<String, String> settings(Workspace workspace, Path folder) {
    String files = "file:" + folder.toAbsolutePath();
    Map<String, String> settings = Application.connection(workspace);
    settings.put(
        "camel.main.routesIncludePattern",
        "classpath:rest.camel.yaml,classpath:profiles.camel.yaml");
    settings.put("lakeroute.profiles.models", files + "/*.model.yaml");
    settings.put("lakeroute.profiles.definitions", files + "/*.segment.yaml");
    settings.put("lakeroute.profiles.mappings", files + "/*.interactions.yaml");
    settings.put("lakeroute.profiles.interactionLimit", "2");
    return settings;
  }
}
