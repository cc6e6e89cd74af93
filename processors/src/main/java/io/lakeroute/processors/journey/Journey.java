// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.journey;

import io.lakeroute.processors.segment.Moment;
import io.lakeroute.processors.segment.Rule;
import io.lakeroute.processors.segment.Segment;
import io.lakeroute.processors.sql.SqlName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A journey as it was written; immutable.
 *
 * @param name unique among journeys
 * @param title for people
 * @param generation another one under the same name has a higher one
 * @param audience the segment whose members it is for
 * @param salt another one deals people to other arms
 * @param state the schema in which it remembers where people are; empty for a journey that does not
 * @param suppress segments whose members it leaves out
 * @param stages at least one, in order
 * @param deliver what arms are sent, for each arm but {@link #HOLDOUT}
 */
public record Journey(
    String name,
    Optional<String> title,
    int generation,
    Status status,
    String audience,
    String salt,
    Optional<SqlName> state,
    List<String> suppress,
    List<Stage> stages,
    Map<String, Delivery> deliver) {

  /** The arm whose people are sent nothing, to be compared with. */
  public static final String HOLDOUT = "holdout";

  public Journey {
    suppress = List.copyOf(suppress);
    stages = List.copyOf(stages);
    deliver = Collections.unmodifiableMap(new LinkedHashMap<>(deliver));
  }

  /** Whether its runs deliver. */
  public enum Status {
    DRAFT,
    ACTIVE,
    PAUSED;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One step of it.
   *
   * @param after how long people are in the stage before; empty for the first stage
   * @param branches the first that holds counts
   */
  public record Stage(String path, String name, Optional<Moment.Ago> after, List<Branch> branches) {
    public Stage {
      branches = List.copyOf(branches);
    }
  }

  /**
   * Whom it is for, and where they go.
   *
   * @param when empty for all who are left
   * @param consent the field that must be TRUE; empty if none need be
   */
  public record Branch(
      String path, Optional<Rule.Group> when, Optional<String> consent, Arms arms) {}

  /**
   * What an arm is sent.
   *
   * @param destination for routes that choose by it
   * @param changes whether only those who enter or leave it are sent
   * @param fields the names in what is sent, and what they hold; empty for what the audience
   *     returns
   * @param set constants by name
   */
  public record Delivery(
      String path,
      Optional<String> destination,
      boolean changes,
      Map<String, Field> fields,
      Map<String, Object> set) {
    public Delivery {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
      set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
    }
  }

  /** A field of the model, or what the audience returns under a name. */
  public sealed interface Field {
    String path();
  }

  /** {@code source.field}, or what is made of many rows. */
  public record OfModel(String path, Segment.Value value) implements Field {}

  /** What the audience returns. */
  public record OfAudience(String path, String name) implements Field {}

  /** Whether it remembers where people are. */
  public boolean remembers() {
    return state.isPresent();
  }
}
