package io.lakeroute.processors.segment;

import io.lakeroute.processors.definition.DefinitionException;
import io.lakeroute.processors.sql.Change;
import io.lakeroute.processors.sql.Expression;
import io.lakeroute.processors.sql.Expression.All;
import io.lakeroute.processors.sql.Expression.Any;
import io.lakeroute.processors.sql.Expression.Call;
import io.lakeroute.processors.sql.Expression.Cast;
import io.lakeroute.processors.sql.Expression.Column;
import io.lakeroute.processors.sql.Expression.Comparator;
import io.lakeroute.processors.sql.Expression.Comparison;
import io.lakeroute.processors.sql.Expression.IsNull;
import io.lakeroute.processors.sql.Expression.Null;
import io.lakeroute.processors.sql.Expression.Own;
import io.lakeroute.processors.sql.Expression.Star;
import io.lakeroute.processors.sql.Expression.Truth;
import io.lakeroute.processors.sql.Expression.Whole;
import io.lakeroute.processors.sql.Query;
import io.lakeroute.processors.sql.Query.Item;
import io.lakeroute.processors.sql.SqlName;
import java.time.Duration;
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

  private static final String ROW = "m";
  private static final String STATE = "r";
  private static final String MEMBER = "_member";
  private static final String THERE = "_there";

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
  public record StageTime(String name, Optional<Duration> after) {}

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

  private BoundSegment audience() {
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
    return fits(table, nextColumns());
  }

  /** Whether a table was one, of this journey as it was before. */
  public boolean wasNext(TableColumns table) {
    return List.of(STAGE, AudienceStatements.BRANCH, WAS_STAGE, WAS_ARM, KNOWN, AS_OF).stream()
        .allMatch(name -> table.find(name).isPresent());
  }

  /** Whether a table can be the memory. */
  public boolean fitsMemory(TableColumns table) {
    return fits(table, memoryColumns());
  }

  private static boolean fits(TableColumns table, List<Change.Column> columns) {
    return table.size() == columns.size()
        && columns.stream()
            .allMatch(
                column ->
                    table
                        .find(column.name().parts().get(0))
                        .filter(found -> ReturnedTypes.of(found.type()).equals(column.type()))
                        .isPresent());
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
                people(scope, pin)));
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

  private Query people(StatementScope scope, Pin pin) {
    MemberQuery query = new MemberQuery(audience().model(), scope);
    Expression key = query.key();
    List<Item> items = new ArrayList<>();
    items.add(Item.as(key, "k"));
    audience()
        .returns()
        .forEach(each -> items.add(Item.as(query.value(each.value()), each.name())));
    items.add(Item.as(member(query, scope), MEMBER));
    for (int i = 0; i < stages.size(); i++) {
      items.add(Item.as(statements.branch(query, statements.stages().get(i)), branch(i)));
    }
    Expression known =
        new Comparison(
            Own.of(STATE, "generation"),
            Comparator.EQUAL,
            scope.parameters().add((long) generation));
    items.add(Item.as(Call.of("coalesce", known, new Truth(false)), KNOWN));
    items.add(Item.as(stage(scope, pin), STAGE));
    items.add(Item.as(Own.of(STATE, "stage"), WAS_STAGE));
    items.add(Item.as(Own.of(STATE, "arm"), WAS_ARM));
    items.add(Item.as(new IsNull(Own.of(STATE, CUSTOMER), true), THERE));
    Query rows = query.rows(items);
    List<Query.Join> joins = new ArrayList<>(rows.joins());
    joins.add(
        new Query.Join(
            new Query.Table(memory, OptionalLong.empty(), Optional.of(STATE)),
            new Comparison(Own.of(STATE, CUSTOMER), Comparator.EQUAL, key)));
    Query nested = rows.joined(joins).with(List.of());
    Expression asOf = scope.parameters().add(pin.asOf());
    Query there =
        Query.select(present(asOf), new Query.Nested(nested, ROW))
            .where(new Any(List.of(Own.of(ROW, MEMBER), Own.of(ROW, THERE))));
    return Query.select(
            List.of(Item.of(new Star())),
            new Query.Union(List.of(there, deleted(scope, asOf)), "p"))
        .with(rows.with());
  }

  private Expression member(MemberQuery query, StatementScope scope) {
    Expression member = query.member(audience().rules());
    Expression drawn =
        new Draw(audience().definition(), scope, query.key())
            .sample()
            .<Expression>map(sample -> new All(List.of(member, sample)))
            .orElse(member);
    return Call.of("coalesce", drawn, new Truth(false));
  }

  private static String branch(int stage) {
    return AudienceStatements.BRANCH + "_" + stage;
  }

  /** The stage that is remembered, or the next where its time has come; else the first. */
  private Expression stage(StatementScope scope, Pin pin) {
    Expression stage = new Whole(0);
    for (int i = stages.size() - 1; i >= 0; i--) {
      Expression in =
          new All(
              List.of(
                  new Comparison(
                      Own.of(STATE, "generation"),
                      Comparator.EQUAL,
                      scope.parameters().add((long) generation)),
                  new Comparison(
                      Own.of(STATE, "stage"),
                      Comparator.EQUAL,
                      scope.parameters().add(stages.get(i).name()))));
      stage = Call.of("IF", in, current(i, scope, pin), stage);
    }
    return stage;
  }

  private Expression current(int stage, StatementScope scope, Pin pin) {
    if (stage + 1 == stages.size()) {
      return new Whole(stage);
    }
    Duration wait = stages.get(stage + 1).after().orElseThrow();
    Expression due =
        new Comparison(
            Own.of(STATE, "entered_at"),
            Comparator.AT_MOST,
            scope.parameters().add(pin.asOf().minus(wait)));
    return Call.of("IF", due, new Whole(stage + 1), new Whole(stage));
  }

  private List<Item> present(Expression asOf) {
    Expression branch = Own.of(ROW, branch(stages.size() - 1));
    for (int i = stages.size() - 2; i >= 0; i--) {
      branch =
          Call.of(
              "IF",
              new Comparison(Own.of(ROW, STAGE), Comparator.EQUAL, new Whole(i)),
              Own.of(ROW, branch(i)),
              branch);
    }
    List<Item> items = new ArrayList<>();
    items.add(Item.as(Own.of(ROW, "k"), audience().keyColumn()));
    items.add(Item.as(Own.of(ROW, STAGE), STAGE));
    items.add(
        Item.as(
            Call.of("IF", Own.of(ROW, MEMBER), branch, new Whole(GONE)),
            AudienceStatements.BRANCH));
    for (String same : List.of(WAS_STAGE, WAS_ARM, KNOWN)) {
      items.add(Item.as(Own.of(ROW, same), same));
    }
    items.add(Item.as(asOf, AS_OF));
    audience().returns().forEach(each -> items.add(Item.as(Own.of(ROW, each.name()), each.name())));
    return items;
  }

  /** People of whom the model knows nothing any more. */
  private Query deleted(StatementScope scope, Expression asOf) {
    BoundModel.Source population = audience().model().population();
    List<Item> items = new ArrayList<>();
    items.add(Item.as(Own.of(STATE, CUSTOMER), audience().keyColumn()));
    items.add(Item.as(new Whole(0), STAGE));
    items.add(Item.as(new Whole(GONE), AudienceStatements.BRANCH));
    items.add(Item.as(Own.of(STATE, "stage"), WAS_STAGE));
    items.add(Item.as(Own.of(STATE, "arm"), WAS_ARM));
    items.add(Item.as(new Truth(true), KNOWN));
    items.add(Item.as(asOf, AS_OF));
    audience().returns().forEach(each -> items.add(Item.as(new Null(), each.name())));
    SourceScan scan = SourceScan.of("n", population, scope, true);
    Query keys =
        Query.select(List.of(Item.as(scan.rowKey(), "k")), scan.table())
            .where(new All(scan.keyed()))
            .asDistinct();
    return Query.select(items, new Query.Table(memory, OptionalLong.empty(), Optional.of(STATE)))
        .joined(
            List.of(
                new Query.Join(
                    new Query.Nested(keys, "n"),
                    new Comparison(Own.of("n", "k"), Comparator.EQUAL, Own.of(STATE, CUSTOMER)))))
        .where(new IsNull(Own.of("n", "k"), false));
  }
}
