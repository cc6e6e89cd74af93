package io.lakeroute.processors.segment;

import io.lakeroute.processors.sql.Expression;
import io.lakeroute.processors.sql.Expression.All;
import io.lakeroute.processors.sql.Expression.Call;
import io.lakeroute.processors.sql.Expression.Cast;
import io.lakeroute.processors.sql.Expression.Column;
import io.lakeroute.processors.sql.Expression.Comparator;
import io.lakeroute.processors.sql.Expression.Comparison;
import io.lakeroute.processors.sql.Expression.IsNull;
import io.lakeroute.processors.sql.Expression.Own;
import io.lakeroute.processors.sql.Expression.Text;
import io.lakeroute.processors.sql.Expression.Truth;
import io.lakeroute.processors.sql.Expression.Whole;
import io.lakeroute.processors.sql.Query;
import io.lakeroute.processors.sql.Query.Item;
import io.lakeroute.processors.sql.SqlName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one scan of a source in a statement, which collects what the statement needs of it. For one
 * statement.
 */
abstract class SourceScan {

  /** The error with which a statement fails where a key has two rows; the source follows. */
  static final String DUPLICATE = "LAKEROUTE_DUPLICATE_KEY ";

  static final String ROW = "t";

  private final String alias;
  private final BoundModel.Source source;
  private final StatementScope scope;
  private final boolean population;

  SourceScan(String alias, BoundModel.Source source, StatementScope scope, boolean population) {
    this.alias = alias;
    this.source = source;
    this.scope = scope;
    this.population = population;
  }

  static SourceScan of(
      String alias, BoundModel.Source source, StatementScope scope, boolean population) {
    return source.many()
        ? new ManyRows(alias, source, scope, population)
        : new OneRow(alias, source, scope, population);
  }

  /** The value of a key, once the scan is joined. */
  abstract Expression value(BoundRule.Operand operand);

  /** The scan with all that was asked for. */
  abstract Query query();

  String alias() {
    return alias;
  }

  BoundModel.Source source() {
    return source;
  }

  StatementScope scope() {
    return scope;
  }

  boolean population() {
    return population;
  }

  /** The tables that it reads, by {@code source} or {@code source.lookup}. */
  Map<String, SqlName> tables() {
    return Map.of(source.name(), source.definition().table());
  }

  /** Its key, once it is joined. */
  Expression key() {
    return Own.of(alias, "k");
  }

  Query.From table() {
    return new Query.Table(
        source.definition().table(), scope.version(source.name()), Optional.of(ROW));
  }

  /** The key of a row. */
  Expression rowKey() {
    Expression key = Column.of(ROW, source.key());
    return source.definition().keyAsText() ? new Cast(key, "STRING") : key;
  }

  /** The rows that count: those of the one key that is asked for, or of any. */
  List<Expression> keyed() {
    List<Expression> conditions = new ArrayList<>();
    conditions.add(new IsNull(Column.of(ROW, source.key()), true));
    scope
        .onlyKey()
        .ifPresent(
            key ->
                conditions.add(
                    new Comparison(rowKey(), Comparator.EQUAL, scope.parameters().add(key))));
    return conditions;
  }

  /** Fails where a group has two rows. */
  static Expression single(String source) {
    return Call.of(
        "IF",
        new Comparison(Call.of("count", new Expression.Star()), Comparator.EQUAL, new Whole(1)),
        new Truth(true),
        new Cast(Call.of("raise_error", new Text(DUPLICATE + source)), "BOOLEAN"));
  }

  /** One row of each key, or the latest of several. */
  private static final class OneRow extends SourceScan {

    private final List<BoundModel.Column> fields = new ArrayList<>();

    OneRow(String alias, BoundModel.Source source, StatementScope scope, boolean population) {
      super(alias, source, scope, population);
    }

    @Override
    Expression value(BoundRule.Operand operand) {
      BoundModel.Column column = ((BoundRule.OfColumn) operand).column();
      if (!fields.contains(column)) {
        fields.add(column);
      }
      return Own.of(alias(), "v", "f" + (fields.indexOf(column) + 1));
    }

    @Override
    Query query() {
      List<Expression> values = new ArrayList<>();
      Optional<BoundModel.Column> latest = source().latest();
      latest.ifPresent(
          column -> {
            values.add(new Text("l"));
            values.add(Column.of(ROW, column.name()));
          });
      for (int i = 0; i < fields.size(); i++) {
        values.add(new Text("f" + (i + 1)));
        values.add(Column.of(ROW, fields.get(i).name()));
      }
      List<Item> items = new ArrayList<>();
      items.add(Item.as(rowKey(), "k"));
      if (!values.isEmpty()) {
        Expression struct = new Call("named_struct", false, values, Optional.empty());
        // The whole struct is compared, so that of two equally late rows always the same counts.
        items.add(Item.as(Call.of(latest.isPresent() ? "max" : "any_value", struct), "v"));
      }
      Query query =
          Query.select(items, table()).where(new All(keyed())).groupedBy(List.of(rowKey()));
      return latest.isPresent() ? query : query.having(single(source().name()));
    }
  }
}
