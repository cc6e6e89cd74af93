// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.stream.Stream;

/**
 * The dependency rules of the design: routes, Kamelets, then component and processors as siblings;
 * within the component one room for each operation, over shared layers.
 */
final class Rules {
  private static final String COMPONENT = "io.lakeroute.databricks..";
  private static final String PROCESSORS = "io.lakeroute.processors..";
  private static final String ADAPTERS = "io.lakeroute.processors.camel..";
  private static final String ROUTES = "io.lakeroute.routes..";
  private static final String WORKSPACE = "io.lakeroute.workspace..";

  private static final SliceAssignment PACKAGES =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
          return "packages";
        }
      };

  private Rules() {}

  static final ArchRule COMPONENT_STANDS_ALONE =
      noClasses()
          .that()
          .resideInAPackage(COMPONENT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(PROCESSORS, ROUTES, WORKSPACE)
          .because("the component knows neither the flows nor the local workspace");

  static final ArchRule PROCESSORS_STAND_ALONE =
      noClasses()
          .that()
          .resideInAPackage(PROCESSORS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(COMPONENT, ROUTES, WORKSPACE)
          .because("processors work on records, wherever those come from");

  static final ArchRule ROUTES_DO_NOT_KNOW_THE_WORKSPACE =
      noClasses()
          .that()
          .resideInAPackage(ROUTES)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(WORKSPACE)
          .because("no product code knows whether it talks to the local workspace or a real one");

  static final ArchRule WORKSPACE_STANDS_ALONE =
      noClasses()
          .that()
          .resideInAPackage(WORKSPACE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(COMPONENT, PROCESSORS, ROUTES, "org.apache.camel..")
          .because("a test double that shares the product's code shares its mistakes");

  static final ArchRule ONLY_ADAPTERS_SEE_CAMEL =
      noClasses()
          .that()
          .resideInAPackage(PROCESSORS)
          .and()
          .resideOutsideOfPackage(ADAPTERS)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.camel..")
          .because("processors are plain Java; adapters are thin");

  static final ArchRule ONLY_THE_COMPONENT_TALKS_TO_DATABRICKS =
      noClasses()
          .that()
          .resideOutsideOfPackages(COMPONENT, WORKSPACE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.databricks..")
          .because("the component is the only code that talks to Databricks");

  static final ArchRule NOBODY_LOGS_THROUGH_THE_JDK =
      noClasses()
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "the owner is in java.util.logging",
                  call -> call.getTargetOwner().getPackageName().startsWith("java.util.logging")))
          .because("one logging interface, which the application configures");

  /** A class with a {@code main} method is a program: it may print. */
  private static final DescribedPredicate<JavaClass> PROGRAM =
      DescribedPredicate.describe(
          "are programs", type -> type.tryGetMethod("main", String[].class).isPresent());

  static final ArchRule ONLY_PROGRAMS_PRINT =
      noClasses()
          .that(DescribedPredicate.not(PROGRAM))
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .because("libraries log");

  /** A package is a slice, a module's own among them. */
  static final ArchRule NO_PACKAGE_CYCLES =
      slices().assignedFrom(PACKAGES).should().beFreeOfCycles();

  static final ArchRule ROOMS_DO_NOT_KNOW_EACH_OTHER =
      slices()
          .matching("io.lakeroute.databricks.operation.(*)..")
          .should()
          .notDependOnEachOther()
          .because("what two operations need sinks to a layer below");

  /** From the top; a class may use its own layer and those below. */
  static final ArchRule LAYERS_POINT_DOWN =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("component")
          .definedBy("io.lakeroute.databricks")
          .layer("operations")
          .definedBy("io.lakeroute.databricks.operation.*..")
          .layer("operation")
          .definedBy("io.lakeroute.databricks.operation")
          .layer("options")
          .definedBy(below("option", "text", "kamelet", "tracing", "health", "runs"))
          .layer("work")
          .definedBy(below("run", "staging"))
          .layer("statements")
          .definedBy(below("statement"))
          .layer("workspace")
          .definedBy(
              below("unity", "connection", "auth", "jdbc", "rest", "warehouse", "profile", "store"))
          .layer("values")
          .definedBy(
              below("result", "arrow", "name", "waiting", "metrics", "error", "header", "files"))
          .whereLayer("component")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("operations")
          .mayOnlyBeAccessedByLayers("component")
          .whereLayer("operation")
          .mayOnlyBeAccessedByLayers("component", "operations")
          .whereLayer("options")
          .mayOnlyBeAccessedByLayers("component", "operations", "operation")
          .whereLayer("work")
          .mayOnlyBeAccessedByLayers("component", "operations", "operation", "options")
          .whereLayer("statements")
          .mayOnlyBeAccessedByLayers("component", "operations", "operation", "options", "work")
          .whereLayer("values")
          .mayNotAccessAnyLayer()
          .ensureAllClassesAreContainedInArchitectureIgnoring(
              "io.lakeroute.processors..", "io.lakeroute.routes..");

  private static String[] below(String... names) {
    return Stream.of(names)
        .map(name -> COMPONENT.replace("..", "." + name + ".."))
        .toArray(String[]::new);
  }
}
