package io.lakeroute.processors.segment;

import java.util.List;

/** A segment bound to its model; immutable. */
public record BoundSegment(
    Segment definition, BoundModel model, BoundRule.Group rules, List<Return> returns) {

  public BoundSegment {
    returns = List.copyOf(returns);
  }

  /** A value that is returned besides the key. */
  record Return(String name, BoundRule.Operand value) {}

  /** The column that identifies a member. */
  public String keyColumn() {
    return model.population().key();
  }
}
