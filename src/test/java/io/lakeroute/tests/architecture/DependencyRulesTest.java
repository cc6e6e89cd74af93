// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DependencyRulesTest {
  private static final JavaClasses PRODUCT =
      Classes.of("components/camel-databricks", "processors", "routes");
  private static final JavaClasses WORKSPACE = Classes.of("local-workspace");

  @ParameterizedTest
  @MethodSource("productRules")
  void the_product_keeps(ArchRule rule) {
    rule.check(PRODUCT);
  }

  @ParameterizedTest
  @MethodSource("workspaceRules")
  void the_local_workspace_keeps(ArchRule rule) {
    rule.check(WORKSPACE);
  }

  @Test
  void every_module_was_looked_at() {
    assertThat(PRODUCT)
        .extracting(type -> type.getPackageName().split("\\.")[2])
        .contains("databricks", "processors", "routes");
    assertThat(WORKSPACE).hasSizeGreaterThan(50);
  }

  static Stream<Arguments> productRules() {
    return Stream.of(
            Rules.COMPONENT_STANDS_ALONE,
            Rules.PROCESSORS_STAND_ALONE,
            Rules.ROUTES_DO_NOT_KNOW_THE_WORKSPACE,
            Rules.ONLY_ADAPTERS_SEE_CAMEL,
            Rules.ONLY_THE_COMPONENT_TALKS_TO_DATABRICKS,
            Rules.NOBODY_LOGS_THROUGH_THE_JDK,
            Rules.ONLY_PROGRAMS_PRINT,
            Rules.NO_PACKAGE_CYCLES,
            Rules.ROOMS_DO_NOT_KNOW_EACH_OTHER,
            Rules.LAYERS_POINT_DOWN)
        .map(Arguments::of);
  }

  static Stream<Arguments> workspaceRules() {
    return Stream.of(
            Rules.WORKSPACE_STANDS_ALONE,
            Rules.NOBODY_LOGS_THROUGH_THE_JDK,
            Rules.ONLY_PROGRAMS_PRINT,
            Rules.NO_PACKAGE_CYCLES)
        .map(Arguments::of);
  }
}
