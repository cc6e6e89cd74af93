// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.profile;

import io.lakeroute.processors.sql.StatementPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What is asked of the warehouse for one request, and what becomes of its rows. For one request.
 */
public final class ProfilePlan implements StatementPlan {

  private final List<? extends Planned> statements;
  private final Function<List<List<Map<String, Object>>>, byte[]> answer;
  private final Optional<Consumer<Throwable>> ended;

  ProfilePlan(
      List<? extends Planned> statements,
      Function<List<List<Map<String, Object>>>, byte[]> answer,
      Optional<Consumer<Throwable>> ended) {
    this.statements = List.copyOf(statements);
    this.answer = answer;
    this.ended = ended;
  }

  /** An answer that needs no rows. */
  static ProfilePlan of(byte[] answer) {
    return new ProfilePlan(List.of(), rows -> answer, Optional.empty());
  }

  @Override
  public List<? extends Planned> statements() {
    return statements;
  }

  @Override
  public byte[] answer(List<List<Map<String, Object>>> rows) {
    return answer.apply(rows);
  }

  /** The request has ended; who waits for its rows gets the failure if they did not come. */
  public void ended(Throwable failure) {
    ended.ifPresent(each -> each.accept(failure));
  }

  /** Whether others may wait for its rows, so that its end has to be told. */
  public boolean awaited() {
    return ended.isPresent();
  }
}
