// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** What Spark's grammar knows, and where it takes names. */
class SparkGrammarTest {

  /** The rules that are names: of tables, functions, columns, aliases. */
  private static final Set<Class<?>> NAMES =
      Set.of(
          SqlBaseParser.IdentifierReferenceContext.class,
          SqlBaseParser.CatalogIdentifierReferenceContext.class,
          SqlBaseParser.MultipartIdentifierContext.class,
          SqlBaseParser.TableIdentifierContext.class,
          SqlBaseParser.FunctionIdentifierContext.class,
          SqlBaseParser.FunctionNameContext.class,
          SqlBaseParser.QualifiedNameContext.class);

  /**
   * The rules that hold a path, a class, a program, a key or a value of a property, or any text.
   */
  private static final Set<Class<?>> TEXTS =
      Set.of(
          SqlBaseParser.CodeLiteralContext.class,
          SqlBaseParser.ExpressionPropertyListContext.class,
          SqlBaseParser.LocationSpecContext.class,
          SqlBaseParser.OptionsClauseContext.class,
          SqlBaseParser.PropertyListContext.class,
          SqlBaseParser.ResourceContext.class,
          SqlBaseParser.SingleStringLitContext.class,
          SqlBaseParser.SingleStringLitWithoutMarkerContext.class,
          SqlBaseParser.StringLitContext.class,
          SqlBaseParser.TableProviderContext.class);

  /** Of Databricks' constructs; the last column says what Spark does not know. */
  @ParameterizedTest
  @CsvFileSource(resources = "/sql/constructs.tsv", delimiter = '\t', quoteCharacter = '\u0001')
  void knows_databricks_constructs(String construct, String sql, String known) {
    var grammar = new SparkGrammar();

    if (known.equals("yes")) {
      assertThatCode(() -> grammar.parse(sql)).as(construct).doesNotThrowAnyException();
    } else {
      assertThatCode(() -> grammar.parse(sql))
          .as(construct)
          .isInstanceOf(UnreadableStatement.class);
    }
  }

  /**
   * A later grammar may take them elsewhere: whoever raises the version reads the new places, and
   * decides whether {@link FactsCollector} must look there.
   */
  @ParameterizedTest
  @CsvSource({"names", "texts"})
  void takes_names_and_texts_in_these_places_only(String what) throws Exception {
    Set<Class<?>> wanted = what.equals("names") ? NAMES : TEXTS;
    Set<String> places = new TreeSet<>();
    for (Class<?> rule : SqlBaseParser.class.getDeclaredClasses()) {
      Arrays.stream(rule.getDeclaredMethods())
          .filter(method -> method.getParameterCount() == 0)
          .map(SparkGrammarTest::returned)
          .filter(wanted::contains)
          .forEach(
              name ->
                  places.add(simple(rule.getSimpleName()) + " " + simple(name.getSimpleName())));
    }

    try (InputStream known = getClass().getResourceAsStream("/sql/places-of-" + what + ".txt")) {
      assertThat(places)
          .containsExactlyElementsOf(
              new String(known.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    }
  }

  private static Class<?> returned(Method method) {
    return method.getGenericReturnType() instanceof ParameterizedType list
            && list.getActualTypeArguments()[0] instanceof Class<?> element
        ? element
        : method.getReturnType();
  }

  private static String simple(String rule) {
    return rule.replaceAll("Context$", "");
  }
}
