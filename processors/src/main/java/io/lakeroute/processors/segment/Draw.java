// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.sql.Expression;
import io.lakeroute.processors.sql.Expression.Call;
import io.lakeroute.processors.sql.Expression.Cast;
import io.lakeroute.processors.sql.Expression.Comparator;
import io.lakeroute.processors.sql.Expression.Comparison;
import io.lakeroute.processors.sql.Expression.Text;
import io.lakeroute.processors.sql.Expression.Whole;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * Draws members by the first 32 bits of SHA-256 of {@code salt|key}, so that a later run draws the
 * same ones. For one statement.
 */
record Draw(Segment segment, StatementScope scope, Expression key) {

  private static final BigDecimal HASHES = BigDecimal.valueOf(1L << 32);

  /** The hash of a member, from 0 to 2^32 - 1. */
  Expression hash() {
    String salt =
        segment
            .sample()
            .map(Segment.Sample::salt)
            .filter(text -> !text.isEmpty())
            .orElse(segment.name());
    Expression text =
        Call.of("concat", scope.parameters().add(salt), new Text("|"), new Cast(key, "STRING"));
    Expression hex =
        Call.of("substring", Call.of("sha2", text, new Whole(256)), new Whole(1), new Whole(8));
    return new Cast(Call.of("conv", hex, new Whole(16), new Whole(10)), "BIGINT");
  }

  /** Whether a member is in the sample. */
  Optional<Expression> sample() {
    return segment
        .sample()
        .map(
            sample ->
                new Comparison(
                    hash(),
                    Comparator.LESS,
                    scope
                        .parameters()
                        .add(
                            sample
                                .percent()
                                .multiply(HASHES)
                                .divide(BigDecimal.valueOf(100), 0, RoundingMode.HALF_UP)
                                .longValueExact())));
  }
}
