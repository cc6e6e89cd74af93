// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The twins of the dependency rules: classes that break each of them, compiled for it. */
class RulesCanFailTest {
  @TempDir private Path folder;

  @Tag("matrix")
  @ParameterizedTest
  @MethodSource("breaches")
  void a_breach_is_found(ArchRule rule, Map<String, String> sources) {
    assertThat(rule.evaluate(compile(sources)).hasViolation()).isTrue();
  }

  static Stream<Arguments> breaches() {
    return Stream.of(
        Arguments.of(
            Rules.COMPONENT_STANDS_ALONE,
            uses("io.lakeroute.databricks.A", "io.lakeroute.processors.B")),
        Arguments.of(
            Rules.PROCESSORS_STAND_ALONE,
            uses("io.lakeroute.processors.camel.A", "io.lakeroute.databricks.B")),
        Arguments.of(
            Rules.ROUTES_DO_NOT_KNOW_THE_WORKSPACE,
            uses("io.lakeroute.routes.A", "io.lakeroute.workspace.B")),
        Arguments.of(
            Rules.WORKSPACE_STANDS_ALONE,
            uses("io.lakeroute.workspace.A", "io.lakeroute.databricks.B")),
        Arguments.of(
            Rules.ONLY_ADAPTERS_SEE_CAMEL,
            uses("io.lakeroute.processors.sql.A", "org.apache.camel.B")),
        Arguments.of(
            Rules.ONLY_THE_COMPONENT_TALKS_TO_DATABRICKS,
            uses("io.lakeroute.routes.A", "com.databricks.B")),
        Arguments.of(
            Rules.NOBODY_LOGS_THROUGH_THE_JDK,
            Map.of(
                "io.lakeroute.routes.A",
                "class A { java.util.logging.Logger log = java.util.logging.Logger.getGlobal(); }")),
        Arguments.of(
            Rules.ONLY_PROGRAMS_PRINT,
            Map.of("io.lakeroute.routes.A", "class A { void a() { System.out.println(1); } }")),
        Arguments.of(
            Rules.NO_PACKAGE_CYCLES,
            Map.of(
                "io.lakeroute.x.a.A", "public class A { io.lakeroute.x.b.B b; }",
                "io.lakeroute.x.b.B", "public class B { io.lakeroute.x.a.A a; }")),
        Arguments.of(
            Rules.NO_PACKAGE_CYCLES,
            Map.of(
                "io.lakeroute.x.A", "public class A { io.lakeroute.x.b.B b; }",
                "io.lakeroute.x.b.B", "public class B { io.lakeroute.x.A a; }")),
        Arguments.of(
            Rules.ROOMS_DO_NOT_KNOW_EACH_OTHER,
            uses(
                "io.lakeroute.databricks.operation.query.A",
                "io.lakeroute.databricks.operation.write.B")),
        Arguments.of(
            Rules.LAYERS_POINT_DOWN,
            uses("io.lakeroute.databricks.error.A", "io.lakeroute.databricks.B")),
        Arguments.of(
            Rules.LAYERS_POINT_DOWN,
            uses("io.lakeroute.databricks.run.A", "io.lakeroute.databricks.operation.B")),
        Arguments.of(
            Rules.LAYERS_POINT_DOWN,
            uses(
                "io.lakeroute.databricks.statement.read.A",
                "io.lakeroute.databricks.operation.query.B")),
        Arguments.of(
            Rules.LAYERS_POINT_DOWN, Map.of("io.lakeroute.databricks.elsewhere.A", "class A {}")));
  }

  private static Map<String, String> uses(String user, String used) {
    return Map.of(
        user,
        "class %s { %s used; }".formatted(simple(user), used),
        used,
        "public class %s {}".formatted(simple(used)));
  }

  private JavaClasses compile(Map<String, String> sources) {
    List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", folder.toString()));
    sources.forEach(
        (name, text) -> {
          Path file = folder.resolve(name + ".d").resolve(simple(name) + ".java");
          try {
            Files.createDirectories(file.getParent());
            Files.writeString(
                file, "package %s;\n%s".formatted(name.replaceFirst("\\.\\w+$", ""), text));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          arguments.add(file.toString());
        });
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(result).isZero();
    return new ClassFileImporter().importPath(folder);
  }

  private static String simple(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
