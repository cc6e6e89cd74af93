// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.UpperCaseCharStream;

/**
 * The words of a statement as Spark's own lexer cuts them, and what they name, found without the
 * grammar: a second opinion on what passed. Immutable.
 *
 * <p>A name of three parts names a table after a word such as FROM, JOIN or INTO and any brackets,
 * and after a comma among tables; before a bracket it names a function. Hints name neither.
 */
final class Words {

  private static final Set<Integer> BEFORE_TABLES =
      Set.of(
          SqlBaseLexer.FROM,
          SqlBaseLexer.JOIN,
          SqlBaseLexer.TABLE,
          SqlBaseLexer.INTO,
          SqlBaseLexer.UPDATE,
          SqlBaseLexer.REFERENCES,
          SqlBaseLexer.USING,
          SqlBaseLexer.VIEW,
          SqlBaseLexer.LATERAL,
          SqlBaseLexer.STREAM);

  private static final Set<Integer> FROM_IS_OF_A_FUNCTION =
      Set.of(
          SqlBaseLexer.EXTRACT,
          SqlBaseLexer.TRIM,
          SqlBaseLexer.SUBSTR,
          SqlBaseLexer.SUBSTRING,
          SqlBaseLexer.OVERLAY);

  /** After them, a comma stands between other things than tables. */
  private static final Set<Integer> END_OF_TABLES =
      Set.of(
          SqlBaseLexer.SELECT,
          SqlBaseLexer.WHERE,
          SqlBaseLexer.BY,
          SqlBaseLexer.HAVING,
          SqlBaseLexer.SET,
          SqlBaseLexer.VALUES,
          SqlBaseLexer.WINDOW,
          SqlBaseLexer.LIMIT,
          SqlBaseLexer.OFFSET,
          SqlBaseLexer.VIEW,
          SqlBaseLexer.PIPE,
          SqlBaseLexer.OPERATOR_PIPE,
          SqlBaseLexer.QUALIFY,
          SqlBaseLexer.MAP,
          SqlBaseLexer.REDUCE);

  private final List<Token> words = new ArrayList<>();

  Words(String sql) {
    SqlBaseLexer lexer = new SqlBaseLexer(new UpperCaseCharStream(CharStreams.fromString(sql)));
    boolean hint = false;
    for (Token t = lexer.nextToken(); t.getType() != Token.EOF; t = lexer.nextToken()) {
      hint = hint ? t.getType() != SqlBaseLexer.HENT_END : t.getType() == SqlBaseLexer.HENT_START;
      if (t.getChannel() == Token.DEFAULT_CHANNEL && !hint) {
        words.add(t);
      }
    }
  }

  /** Whether a table or function of the catalog is named. */
  boolean names(String catalog) {
    for (int i = 0; i + 4 < words.size(); i++) {
      if (identifier(i).equals(catalog)
          && type(i - 1) != SqlBaseLexer.DOT
          && type(i + 1) == SqlBaseLexer.DOT
          && type(i + 3) == SqlBaseLexer.DOT
          && (type(i + 5) == SqlBaseLexer.LEFT_PAREN || ofTables(i))) {
        return true;
      }
    }
    return false;
  }

  /** Whether one of the functions is called by its plain name. */
  boolean calls(Set<String> functions) {
    for (int i = 0; i + 1 < words.size(); i++) {
      if (functions.contains(identifier(i))
          && type(i - 1) != SqlBaseLexer.DOT
          // Behind a name it is the alias of that table, with names of its columns.
          && type(i - 1) != SqlBaseLexer.IDENTIFIER
          && type(i - 1) != SqlBaseLexer.BACKQUOTED_IDENTIFIER
          && type(i + 1) == SqlBaseLexer.LEFT_PAREN) {
        return true;
      }
    }
    return false;
  }

  private boolean ofTables(int name) {
    int before = name - 1;
    while (type(before) == SqlBaseLexer.LEFT_PAREN) {
      before--;
    }
    return type(before) == SqlBaseLexer.COMMA
        ? commaOfTables(before)
        : BEFORE_TABLES.contains(type(before))
            && type(before - 1) != SqlBaseLexer.DOT // The end of a name, whatever it spells.
            && !fromOfFunction(before);
  }

  private boolean commaOfTables(int comma) {
    for (int i = comma - 1, depth = 0; i >= 0 && depth >= 0; i--) {
      if (type(i) == SqlBaseLexer.RIGHT_PAREN) {
        depth++;
      } else if (type(i) == SqlBaseLexer.LEFT_PAREN) {
        depth--;
      } else if (depth == 0 && END_OF_TABLES.contains(type(i))) {
        return false;
      } else if (depth == 0 && type(i) == SqlBaseLexer.FROM) {
        return !fromOfFunction(i)
            && type(i + 1) != SqlBaseLexer.COMMA
            && type(i + 1) != SqlBaseLexer.DOT; // A column may be called so.
      }
    }
    return false;
  }

  /** As in {@code extract(YEAR FROM d)} and {@code a IS DISTINCT FROM b}. */
  private boolean fromOfFunction(int from) {
    if (type(from) != SqlBaseLexer.FROM) {
      return false;
    }
    if (type(from - 1) == SqlBaseLexer.DISTINCT) {
      return true;
    }
    for (int i = from - 1, depth = 0; i >= 0; i--) {
      if (type(i) == SqlBaseLexer.RIGHT_PAREN) {
        depth++;
      } else if (type(i) == SqlBaseLexer.LEFT_PAREN && --depth < 0) {
        return FROM_IS_OF_A_FUNCTION.contains(type(i - 1));
      }
    }
    return false;
  }

  private int type(int i) {
    return i < 0 || i >= words.size() ? Token.EOF : words.get(i).getType();
  }

  private String identifier(int i) {
    String text = words.get(i).getText();
    return (text.startsWith("`") && text.length() > 1
            ? text.substring(1, text.length() - 1)
            : text.startsWith("'") || text.startsWith("\"") ? "" : text)
        .toLowerCase(Locale.ROOT);
  }
}
