// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.sql;

import io.lakeroute.processors.sql.Expression.All;
import io.lakeroute.processors.sql.Expression.Any;
import io.lakeroute.processors.sql.Expression.Between;
import io.lakeroute.processors.sql.Expression.Call;
import io.lakeroute.processors.sql.Expression.Cast;
import io.lakeroute.processors.sql.Expression.Column;
import io.lakeroute.processors.sql.Expression.Comparison;
import io.lakeroute.processors.sql.Expression.In;
import io.lakeroute.processors.sql.Expression.IsNull;
import io.lakeroute.processors.sql.Expression.Not;
import io.lakeroute.processors.sql.Expression.OverAll;
import io.lakeroute.processors.sql.Expression.Own;
import io.lakeroute.processors.sql.Expression.Parameter;
import io.lakeroute.processors.sql.Expression.Text;
import io.lakeroute.processors.sql.Expression.Truth;
import io.lakeroute.processors.sql.Expression.Whole;
import java.util.List;
import java.util.function.Consumer;

/** Writes statements; the only place where SQL text is put together. For one statement. */
final class SqlWriter {

  /** From what binds loosest to what binds tightest. */
  private static final int ANY = 1;

  private static final int ALL = 2;
  private static final int NOT = 3;
  private static final int COMPARISON = 4;
  private static final int OPERAND = 5;

  private final StringBuilder sql = new StringBuilder(256);
  private int parameters;

  Writable.Written query(Query query) {
    write(query);
    return new Writable.Written(sql.toString(), parameters);
  }

  Writable.Written change(Change change) {
    if (change instanceof Change.Create create) {
      sql.append(create.replace() ? "CREATE OR REPLACE TABLE " : "CREATE TABLE ")
          .append(create.table().quoted())
          .append(" (");
      list(create.columns(), ", ", this::write);
      sql.append(')');
    } else if (change instanceof Change.Overwrite overwrite) {
      sql.append("INSERT OVERWRITE TABLE ").append(overwrite.table().quoted()).append(" (");
      list(overwrite.columns(), ", ", name -> sql.append(name.quoted()));
      sql.append(")\n");
      write(overwrite.query());
    } else if (change instanceof Change.Delete delete) {
      sql.append("DELETE FROM ").append(delete.table().quoted());
      clause("\nWHERE ", delete.where());
    }
    return new Writable.Written(sql.toString(), parameters);
  }

  private void write(Change.Column column) {
    sql.append(column.name().quoted()).append(' ').append(column.type());
  }

  private void write(Query query) {
    if (!query.with().isEmpty()) {
      sql.append("WITH ");
      list(query.with(), ",\n", this::write);
      sql.append('\n');
    }
    sql.append(query.distinct() ? "SELECT DISTINCT " : "SELECT ");
    list(query.items(), ", ", this::write);
    query.from().ifPresent(from -> write("\nFROM ", from));
    query.joins().forEach(this::write);
    query.where().ifPresent(condition -> clause("\nWHERE ", condition));
    if (!query.groupBy().isEmpty()) {
      sql.append("\nGROUP BY ");
      list(query.groupBy(), ", ", each -> write(each, 0));
    }
    query.having().ifPresent(condition -> clause("\nHAVING ", condition));
    if (!query.orderBy().isEmpty()) {
      sql.append("\nORDER BY ");
      list(query.orderBy(), ", ", this::write);
    }
    query.limit().ifPresent(rows -> clause("\nLIMIT ", rows));
  }

  private void clause(String keyword, Expression expression) {
    sql.append(keyword);
    write(expression, 0);
  }

  private void write(Query.Named named) {
    sql.append(named.name()).append(" AS (");
    write(named.query());
    sql.append(')');
  }

  private void write(Query.Item item) {
    write(item.value(), 0);
    item.name().ifPresent(name -> sql.append(" AS ").append(name.quoted()));
  }

  private void write(Query.Join join) {
    write("\nLEFT JOIN ", join.to());
    clause(" ON ", join.on());
  }

  private void write(Query.Ordering order) {
    write(order.by(), 0);
    sql.append(order.descending() ? " DESC" : " ASC");
    if (order.nullsLast()) {
      sql.append(" NULLS LAST");
    }
  }

  private void write(String keyword, Query.From from) {
    sql.append(keyword);
    if (from instanceof Query.Table table) {
      sql.append(table.name().quoted());
      table.version().ifPresent(version -> sql.append(" VERSION AS OF ").append(version));
      table.alias().ifPresent(alias -> sql.append(" AS ").append(alias));
    } else if (from instanceof Query.Reference reference) {
      sql.append(reference.name());
    } else if (from instanceof Query.Nested nested) {
      sql.append('(');
      write(nested.query());
      sql.append(") AS ").append(nested.alias());
    } else if (from instanceof Query.Union union) {
      sql.append('(');
      list(union.queries(), "\nUNION ALL ", this::write);
      sql.append(") AS ").append(union.alias());
    }
  }

  /**
   * @param around what the operator around it binds like
   */
  private void write(Expression expression, int around) {
    int own = binding(expression);
    boolean parentheses =
        own < around
            || (own == COMPARISON && around == COMPARISON)
            // AND inside OR would not need them, but readers do.
            || (own == ALL && around == ANY);
    if (parentheses) {
      sql.append('(');
    }
    text(expression);
    if (parentheses) {
      sql.append(')');
    }
  }

  private static int binding(Expression expression) {
    if (expression instanceof Any any) {
      return any.conditions().size() == 1 ? OPERAND : ANY;
    }
    if (expression instanceof All) {
      return ALL;
    }
    if (expression instanceof Not) {
      return NOT;
    }
    return expression instanceof Comparison
            || expression instanceof Between
            || expression instanceof In
            || expression instanceof IsNull
        ? COMPARISON
        : OPERAND;
  }

  private void text(Expression expression) {
    if (expression instanceof All all) {
      list(all.conditions(), " AND ", each -> write(each, ALL));
    } else if (expression instanceof Any any) {
      list(any.conditions(), " OR ", each -> write(each, ANY));
    } else if (expression instanceof Not not) {
      sql.append("NOT ");
      write(not.of(), COMPARISON);
    } else if (expression instanceof Comparison comparison) {
      write(comparison.left(), COMPARISON);
      sql.append(' ').append(comparison.comparator().symbol()).append(' ');
      write(comparison.right(), COMPARISON);
    } else if (expression instanceof Between between) {
      write(between.of(), COMPARISON);
      sql.append(" BETWEEN ");
      write(between.low(), COMPARISON);
      sql.append(" AND ");
      write(between.high(), COMPARISON);
    } else if (expression instanceof In in) {
      write(in.of(), COMPARISON);
      sql.append(" IN (");
      list(in.values(), ", ", each -> write(each, 0));
      sql.append(')');
    } else if (expression instanceof IsNull test) {
      write(test.of(), COMPARISON);
      sql.append(test.not() ? " IS NOT NULL" : " IS NULL");
    } else {
      operand(expression);
    }
  }

  private void operand(Expression expression) {
    if (expression instanceof Column column) {
      column.source().ifPresent(alias -> sql.append(alias).append('.'));
      sql.append(column.name().quoted());
    } else if (expression instanceof Own own) {
      list(own.path(), ".", sql::append);
    } else if (expression instanceof Parameter parameter) {
      sql.append(':').append(parameter.name());
      parameters++;
    } else if (expression instanceof Whole whole) {
      sql.append(whole.value());
    } else if (expression instanceof Truth truth) {
      sql.append(truth.value() ? "TRUE" : "FALSE");
    } else if (expression instanceof Text text) {
      sql.append('\'').append(text.value()).append('\'');
    } else if (expression instanceof Cast cast) {
      clause("CAST(", cast.of());
      sql.append(" AS ").append(cast.type()).append(')');
    } else if (expression instanceof OverAll over) {
      call(over.aggregate());
      sql.append(" OVER ()");
    } else if (expression instanceof Call call) {
      call(call);
    } else {
      sql.append(expression instanceof Expression.Star ? "*" : "NULL");
    }
  }

  private void call(Call call) {
    sql.append(call.function()).append(call.distinct() ? "(DISTINCT " : "(");
    list(call.arguments(), ", ", each -> write(each, 0));
    sql.append(')');
    call.filter()
        .ifPresent(
            condition -> {
              clause(" FILTER (WHERE ", condition);
              sql.append(')');
            });
  }

  private <T> void list(List<T> all, String separator, Consumer<T> write) {
    String before = "";
    for (T each : all) {
      sql.append(before);
      write.accept(each);
      before = separator;
    }
  }
}
