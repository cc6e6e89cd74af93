// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.delta.sql.parser.DeltaSqlBaseLexer;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.profile.CatalogFence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Lexer;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.junit.jupiter.api.Test;

/** What reading statements may take and keep. */
class SparkGrammarBoundsTest {

  @Test
  void comments_teach_the_lexer_nothing() {
    var grammar = new SparkGrammar();
    grammar.parse("SELECT 1 /* a */");
    int states = grammar.learned().states();

    grammar.parse("SELECT 1 /* b */ /* c * / d */ /**/ /***/");

    assertThat(grammar.learned().states()).isEqualTo(states);
  }

  /** A grammar learns with each statement; the first must not need more than it may cost. */
  @Test
  void reads_the_statement_of_a_segment_before_any_other() throws IOException {
    String sql = Files.readString(Path.of("src/test/resources/sql/segment.sql"));

    assertThatCode(() -> new SparkGrammar().parse(sql)).doesNotThrowAnyException();
  }

  @Test
  void passes_over_the_comments_that_sparks_lexer_takes_for_such() {
    compare(
        "/*+/*'`\n-a ",
        text -> words(new SqlBaseLexer(stream(text))),
        text -> words(new CommentlessLexer(stream(text))));
  }

  /** Delta reads a statement before Spark does, and hints are comments to it. */
  @Test
  void passes_over_the_comments_that_deltas_lexer_takes_for_such() {
    compare(
        "/*/*\\\n\r-a ",
        text -> visible(new DeltaSqlBaseLexer(stream(text))),
        text -> visible(new CommentlessLexer(stream(text))));
  }

  private static void compare(
      String characters, Function<String, Object> expected, Function<String, Object> commentless) {
    long seed = System.nanoTime();
    var random = new Random(seed);
    int compared = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder written = new StringBuilder();
      for (int n = random.nextInt(14); n >= 0; n--) {
        written.append(characters.charAt(random.nextInt(characters.length())));
      }
      String text = written.toString();
      Object seen;
      try {
        seen = commentless.apply(text);
      } catch (UnreadableStatement refused) {
        continue;
      }
      assertThat(seen).as("seed %d: %s", seed, text).isEqualTo(expected.apply(text));
      compared++;
    }
    assertThat(compared).isGreaterThan(10_000);
  }

  /** The places of all characters that are neither blank nor in a comment. */
  private static BitSet visible(Lexer lexer) {
    lexer.removeErrorListeners();
    BitSet places = new BitSet();
    for (Token t = lexer.nextToken(); t.getType() != Token.EOF; t = lexer.nextToken()) {
      if (lexer instanceof SqlBaseLexer && t.getType() == SqlBaseLexer.HENT_END) {
        throw new UnreadableStatement("ends a hint that does not begin");
      }
      if (t.getChannel() == Token.DEFAULT_CHANNEL) {
        places.set(t.getStartIndex(), t.getStopIndex() + 1);
      }
    }
    return places;
  }

  private static UpperCaseStream stream(CharSequence text) {
    return new UpperCaseStream(CharStreams.fromString(text.toString()));
  }

  /** All that the parser sees, with its place. */
  private static List<String> words(Lexer lexer) {
    List<String> words = new ArrayList<>();
    for (Token t = lexer.nextToken(); t.getType() != Token.EOF; t = lexer.nextToken()) {
      if (t.getChannel() == Token.DEFAULT_CHANNEL) {
        words.add(
            t.getType() + " " + t.getText() + " " + t.getLine() + ":" + t.getCharPositionInLine());
      }
    }
    return words;
  }

  @Test
  void forgets_what_it_learnt_when_it_would_keep_too_much() {
    var grammar = new SparkGrammar();
    for (int n = 1; n < 120; n++) {
      String sql =
          "SELECT " + "x -> (".repeat(n % 40 + 100 + n) + "1" + ")".repeat(n % 40 + 100 + n);
      assertThat(catchThrowable(() -> grammar.parse(sql)))
          .satisfiesAnyOf(
              failure -> assertThat(failure).isNull(),
              failure -> assertThat(failure).isInstanceOf(UnreadableStatement.class));
      assertThat(grammar.learned().states()).isLessThanOrEqualTo(LearnedStates.MOST_STATES);
      assertThat(grammar.learned().configurations())
          .isLessThanOrEqualTo(LearnedStates.MOST_CONFIGURATIONS);
    }
  }

  @Test
  void forgets_what_it_learnt_after_any_error() throws Exception {
    var grammar = new SparkGrammar();
    grammar.parse("SELECT - - 1");
    LearnedStates before = grammar.learned();
    var failure = new AtomicReference<Throwable>();

    // The smallest stack that Java gives, less and less of it; what is parsed before loads all
    // classes.
    String deep = "SELECT " + "- ".repeat(900) + "1";
    failure.set(new UnreadableStatement("loads the class"));
    failure.set(null);
    Runnable parse =
        () -> {
          try {
            grammar.parse(deep);
          } catch (Throwable e) {
            failure.set(e);
          }
        };
    var thread =
        new Thread(
            null,
            () -> {
              for (int used = 0; failure.get() == null; used += 20) {
                deeper(used, parse);
              }
            },
            "a-small-stack",
            1);
    thread.start();
    thread.join();

    assertThat(failure.get())
        .isInstanceOf(UnreadableStatement.class)
        .hasMessage("is nested too deeply to be checked");
    assertThat(grammar.learned()).isNotSameAs(before);
    grammar.parse("SELECT 1");
  }

  private static void deeper(int frames, Runnable work) {
    if (frames == 0) {
      work.run();
    } else {
      deeper(frames - 1, work);
    }
  }

  @Test
  void reads_few_new_statements_at_once() {
    var reader = new StatementReader(0, Duration.ofMillis(1));

    assertThatThrownBy(() -> reader.read("SELECT 1"))
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.THROTTLED))
        .hasMessage(
            "The statement waited 0 s for others to be checked and was not sent. Send it again later, or send fewer new ones at a time.");
  }

  @Test
  void lets_a_query_pass_that_is_checked_for_a_hint_only_while_others_take_all_places() {
    var busy = new StatementReader(0, Duration.ofMillis(1));
    var guard = new StatementGuard(busy, CatalogFence.OPEN, false, "acme");

    assertThatCode(() -> guard.checkQuery("WITH x AS (SELECT 1) SELECT * FROM x", "WITH"))
        .doesNotThrowAnyException();
  }

  @Test
  void gives_its_place_back_after_a_statement_that_cannot_be_read() {
    var reader = new StatementReader(1, Duration.ofMillis(1));

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> reader.read("SELECT )")).isInstanceOf(UnreadableStatement.class);
    }

    assertThat(reader.read("SELECT 1").kind()).isEqualTo(StatementFacts.Kind.QUERY);
  }
}
