// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.definition.DefinitionException;
import io.lakeroute.processors.sql.Change;
import io.lakeroute.processors.sql.Expression;
import io.lakeroute.processors.sql.Expression.All;
import io.lakeroute.processors.sql.Expression.Cast;
import io.lakeroute.processors.sql.Expression.Column;
import io.lakeroute.processors.sql.Expression.Comparator;
import io.lakeroute.processors.sql.Expression.Comparison;
import io.lakeroute.processors.sql.Expression.IsNull;
import io.lakeroute.processors.sql.Expression.Star;
import io.lakeroute.processors.sql.Expression.Whole;
import io.lakeroute.processors.sql.Query;
import io.lakeroute.processors.sql.Query.Item;
import io.lakeroute.processors.sql.SqlName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An audience beside what is remembered of each person: two tables in the warehouse, the memory and
 * the audience of one run. Immutable.
 *
 * @param next the table of the run's audience
 * @param memory the table with a row for each person
 * @param generation of what is remembered; rows of another are those of other journeys
 * @param stages of the audience's statements, in order
 */
public record RememberedAudience(
    AudienceStatements statements,
    SqlName next,
    SqlName memory,
    int generation,
    List<StageTime> stages) {

  /** Column of the stage of a person in this run, from 0. */
  public static final String STAGE = "_stage";

  /** Column of what is remembered: the stage, by name. */
  public static final String WAS_STAGE = "_was_stage";

  /** Column of what is remembered: the arm, by name. */
  public static final String WAS_ARM = "_was_arm";

  /** Column: whether what is remembered is of this generation. */
  public static final String KNOWN = "_known";

  /** Column of the time of the run. */
  public static final String AS_OF = "_as_of";

  /** The branch of a person who is remembered, and no member any more. */
  public static final int GONE = -2;

  /** Column of the memory: the person. */
  public static final String CUSTOMER = "customer";

  private static final List<Change.Column> MEMORY =
      List.of(
          column("generation", "INT"),
          column("stage", "STRING"),
          column("arm", "STRING"),
          column("entered_at", "TIMESTAMP"),
          column("delivered_run", "STRING"));

  /**
   * A stage.
   *
   * @param after how long people are in the stage before; empty for the first
   */
  public record StageTime(String name, Optional<Moment.Ago> after) {}

  public RememberedAudience {
    stages = List.copyOf(stages);
    if (statements.audience().definition().limit().isPresent()) {
      throw new DefinitionException(
          "/audience", "has a limit, which a journey with state cannot have; use a sample");
    }
  }

  private static Change.Column column(String name, String type) {
    return new Change.Column(SqlName.column(name), type);
  }

  BoundSegment audience() {
    return statements.audience();
  }

  private String keyType() {
    BoundModel.Source population = audience().model().population();
    return population.definition().keyAsText() ? "STRING" : ReturnedTypes.of(population.keyType());
  }

  private List<Change.Column> nextColumns() {
    List<Change.Column> columns = new ArrayList<>();
    columns.add(column(audience().keyColumn(), keyType()));
    columns.add(column(STAGE, "INT"));
    columns.add(column(AudienceStatements.BRANCH, "INT"));
    columns.add(column(WAS_STAGE, "STRING"));
    columns.add(column(WAS_ARM, "STRING"));
    columns.add(column(KNOWN, "BOOLEAN"));
    columns.add(column(AS_OF, "TIMESTAMP"));
    audience()
        .returns()
        .forEach(each -> columns.add(column(each.name(), ReturnedTypes.of(each.value()))));
    return columns;
  }

  private List<Change.Column> memoryColumns() {
    List<Change.Column> columns = new ArrayList<>();
    columns.add(column(CUSTOMER, keyType()));
    columns.addAll(MEMORY);
    return columns;
  }

  /** Whether a table can be that of the run's audience. */
  public boolean fitsNext(TableColumns table) {
    return table.are(nextColumns());
  }

  /** Whether a table was one, of this journey as it was before. */
  public boolean wasNext(TableColumns table) {
    return List.of(STAGE, AudienceStatements.BRANCH, WAS_STAGE, WAS_ARM, KNOWN, AS_OF).stream()
        .allMatch(name -> table.find(name).isPresent());
  }

  /** Whether a table can be the memory. */
  public boolean fitsMemory(TableColumns table) {
    return table.are(memoryColumns());
  }

  /**
   * Creates the table of the run's audience.
   *
   * @param replace whether it takes the place of the one that there is
   */
  public Statement createNext(boolean replace) {
    return new Statement(new Change.Create(next, nextColumns(), replace).sql(), Map.of());
  }

  /** Creates the memory. */
  public Statement createMemory() {
    return new Statement(new Change.Create(memory, memoryColumns(), false).sql(), Map.of());
  }

  /** The generations, stages and arms in which people are remembered, each once. */
  public Statement places() {
    List<Item> columns =
        List.of("generation", "stage", "arm").stream()
            .map(name -> Item.of(new Column(SqlName.column(name))))
            .toList();
    return Statement.of(
        Query.select(columns, new Query.Table(memory, OptionalLong.empty(), Optional.empty()))
            .where(new IsNull(new Column(SqlName.column("stage")), true))
            .asDistinct(),
        new Parameters());
  }

  /** One key of the population; no row if it has none. */
  public Statement anybody(Pin pin) {
    return SegmentStatements.statement(
        pin,
        scope -> {
          SourceScan scan = SourceScan.of("n", audience().model().population(), scope, true);
          return Query.select(List.of(Item.as(scan.rowKey(), "k")), scan.table())
              .where(new All(scan.keyed()))
              .limited(new Whole(1));
        });
  }

  /** Forgets those who have left, so that they may enter anew. */
  public Statement forgetLeft() {
    return new Statement(
        new Change.Delete(memory, new IsNull(new Column(SqlName.column("stage")), false)).sql(),
        Map.of());
  }

  /** Puts the audience at a pin, and whom it lost, in the place of all rows of its table. */
  public Statement replace(Pin pin) {
    return SegmentStatements.statement(
        pin,
        scope ->
            new Change.Overwrite(
                next,
                nextColumns().stream().map(Change.Column::name).toList(),
                new RememberedPeople(this, scope, pin).query()));
  }

  /** The audience of a run, as it is at a version of its table. */
  public Statement rows(long version) {
    return new Statement(ordered(version).sql(), Map.of());
  }

  /**
   * Some of these rows.
   *
   * @param after the key of the last row before them; empty for the first rows
   */
  public Statement page(long version, Optional<Object> after, int rows) {
    Parameters parameters = new Parameters();
    Query page =
        ordered(version)
            .where(
                after.map(last -> new Comparison(key(), Comparator.GREATER, parameters.add(last))))
            .limited(new Cast(parameters.add((long) rows), "INT"));
    return Statement.of(page, parameters);
  }

  private Query ordered(long version) {
    return Query.select(
            List.of(Item.of(new Star())),
            new Query.Table(next, OptionalLong.of(version), Optional.empty()))
        .orderedBy(List.of(new Query.Ordering(key(), false, false)));
  }

  private Expression key() {
    return new Column(SqlName.column(audience().keyColumn()));
  }
}
