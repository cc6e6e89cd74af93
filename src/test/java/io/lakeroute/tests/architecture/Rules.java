package io.lakeroute.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The dependency rules of the design: routes, Kamelets, then component and processors as siblings.
 */
final class Rules {
  private static final String COMPONENT = "io.lakeroute.databricks..";
  private static final String PROCESSORS = "io.lakeroute.processors..";
  private static final String ADAPTERS = "io.lakeroute.processors.camel..";
  private static final String ROUTES = "io.lakeroute.routes..";
  private static final String WORKSPACE = "io.lakeroute.workspace..";

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

  /**
   * Among the packages below a module's own: that one holds what its public interface is made of.
   */
  static final ArchRule NO_PACKAGE_CYCLES =
      slices().matching("io.lakeroute.(*).(*)..").should().beFreeOfCycles();
}
