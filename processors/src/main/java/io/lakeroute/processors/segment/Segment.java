// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An audience as it was written; immutable.
 *
 * @param name unique among segments
 * @param title for people
 * @param generation another one under the same name has a higher one
 * @param model the model it is written over
 * @param profile whether the profile API shows it
 * @param zone of relative times; empty for that of the model
 * @param returns what is returned besides the key
 * @param rules who is in it
 * @param limit the most members; empty for all
 * @param sample the share of members; empty for all
 * @param muted places of rules that are left out
 */
public record Segment(
    String name,
    Optional<String> title,
    int generation,
    String model,
    boolean profile,
    Optional<ZoneId> zone,
    List<Return> returns,
    Rule.Group rules,
    OptionalInt limit,
    Optional<Sample> sample,
    List<String> muted) {

  public Segment {
    returns = List.copyOf(returns);
    muted = List.copyOf(muted);
  }

  /**
   * A value that is returned.
   *
   * @param name of its column
   * @param value a field, or what is made of many rows
   */
  public record Return(String path, String name, Value value) {}

  /** What a return holds. */
  public sealed interface Value {}

  /** {@code source.field}. */
  public record OfField(String field) implements Value {}

  /** What is made of many rows. */
  public record OfRows(Rule.Rows rows) implements Value {}

  /**
   * A share of the members, the same ones at each run.
   *
   * @param percent above 0, up to 100
   * @param salt another one draws others
   */
  public record Sample(BigDecimal percent, String salt) {}
}
