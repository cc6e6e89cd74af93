// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Reads statements and remembers, within bounds, what it found: most are seen again and again.
 * Thread-safe.
 */
public final class StatementReader {

  private static final int MOST_STATEMENTS = 1_000;
  private static final int MOST_CHARACTERS = 2_000_000;

  /** Of memory, in characters, that what a statement names takes each. */
  private static final int CHARACTERS_OF_A_USE = 100;

  /** Each may take 50 MB while it is read. */
  private static final int MOST_AT_ONCE = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SparkGrammar grammar = new SparkGrammar();
  private final Map<String, StatementFacts> known = new LinkedHashMap<>(16, 0.75f, true);
  private final Semaphore places;
  private final Duration patience;
  private int characters;

  public StatementReader() {
    this(MOST_AT_ONCE, PATIENCE);
  }

  /**
   * @param places how many new statements are read at once
   * @param patience how long one waits for a place
   */
  StatementReader(int places, Duration patience) {
    this.places = new Semaphore(places, true);
    this.patience = patience;
  }

  /**
   * What the statement does and names.
   *
   * @throws UnreadableStatement when it is not one statement of the grammar
   * @throws DatabricksException THROTTLED when other new statements take all places for too long
   */
  StatementFacts read(String sql) {
    return known(sql).orElseGet(() -> readInTurn(sql));
  }

  /**
   * The same without waiting: empty when other new statements take all places.
   *
   * @throws UnreadableStatement when it is not one statement of the grammar
   */
  Optional<StatementFacts> readNow(String sql) {
    Optional<StatementFacts> facts = known(sql);
    return facts.isPresent() || !places.tryAcquire() ? facts : Optional.of(readInPlace(sql));
  }

  private StatementFacts readInTurn(String sql) {
    try {
      if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new DatabricksException(
            Reason.THROTTLED,
            "The statement waited "
                + patience.toSeconds()
                + " s for others to be checked and was not sent. Send it again later, or send fewer new ones at a time.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabricksException(
          Reason.UNAVAILABLE,
          "The statement was not sent: it was interrupted while it waited to be checked.");
    }
    return readInPlace(sql);
  }

  private StatementFacts readInPlace(String sql) {
    try {
      return remember(sql, FactsCollector.facts(grammar.parse(sql)));
    } finally {
      places.release();
    }
  }

  /** For tests of its bounds. */
  SparkGrammar grammar() {
    return grammar;
  }

  private synchronized Optional<StatementFacts> known(String sql) {
    return Optional.ofNullable(known.get(sql));
  }

  private synchronized StatementFacts remember(String sql, StatementFacts facts) {
    if (known.put(sql, facts) == null) {
      characters += size(sql, facts);
    }
    Iterator<Map.Entry<String, StatementFacts>> eldest = known.entrySet().iterator();
    while (known.size() > MOST_STATEMENTS || characters > MOST_CHARACTERS) {
      Map.Entry<String, StatementFacts> forgotten = eldest.next();
      characters -= size(forgotten.getKey(), forgotten.getValue());
      eldest.remove();
    }
    return facts;
  }

  private static int size(String sql, StatementFacts facts) {
    return sql.length() + CHARACTERS_OF_A_USE * facts.uses().size();
  }
}
