package io.lakeroute.databricks.sql;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads statements and remembers, within bounds, what it found: most are seen again and again.
 * Thread-safe.
 */
public final class StatementReader {

  private static final int MOST_STATEMENTS = 1_000;
  private static final int MOST_CHARACTERS = 2_000_000;

  private final SparkGrammar grammar = new SparkGrammar();
  private final Map<String, StatementFacts> known = new LinkedHashMap<>(16, 0.75f, true);
  private int characters;

  /**
   * What the statement does and names.
   *
   * @throws UnreadableStatement when it is not one statement of the grammar
   */
  StatementFacts read(String sql) {
    return known(sql).orElseGet(() -> remember(sql, FactsCollector.facts(grammar.parse(sql))));
  }

  private synchronized Optional<StatementFacts> known(String sql) {
    return Optional.ofNullable(known.get(sql));
  }

  private synchronized StatementFacts remember(String sql, StatementFacts facts) {
    if (known.put(sql, facts) == null) {
      characters += sql.length();
    }
    Iterator<String> eldest = known.keySet().iterator();
    while (known.size() > MOST_STATEMENTS || characters > MOST_CHARACTERS) {
      characters -= eldest.next().length();
      eldest.remove();
    }
    return facts;
  }
}
