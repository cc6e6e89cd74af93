// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

import io.lakeroute.databricks.statement.guard.StatementFacts.Kind;
import io.lakeroute.databricks.statement.guard.StatementFacts.Role;
import io.lakeroute.databricks.statement.guard.StatementFacts.Use;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;

/** Collects facts from the tree of a statement. For one statement and one thread. */
final class FactsCollector {

  private static final Pattern PLAIN = Pattern.compile("\\w+");
  private static final Pattern PLAIN_LITERAL = Pattern.compile("'[^'\\\\]+'");

  /** Every name of a table or view below them is a reference that is collected. */
  private static final Set<Class<?>> CHANGES =
      Set.of(
          SqlBaseParser.DmlStatementContext.class,
          SqlBaseParser.CreateTableContext.class,
          SqlBaseParser.ReplaceTableContext.class,
          SqlBaseParser.CreateViewContext.class,
          SqlBaseParser.DropTableContext.class,
          SqlBaseParser.DropViewContext.class,
          SqlBaseParser.TruncateTableContext.class,
          SqlBaseParser.AddTableColumnsContext.class,
          SqlBaseParser.SetTablePropertiesContext.class,
          SqlBaseParser.UnsetTablePropertiesContext.class,
          SqlBaseParser.CommentTableContext.class);

  private static final Set<Class<?>> ELSEWHERE =
      Set.of(
          SqlBaseParser.TransformClauseContext.class,
          SqlBaseParser.OptionsClauseContext.class,
          SqlBaseParser.ExpressionPropertyListContext.class,
          SqlBaseParser.LocationSpecContext.class,
          SqlBaseParser.CreateFileFormatContext.class,
          SqlBaseParser.RowFormatDelimitedContext.class,
          SqlBaseParser.RowFormatSerdeContext.class,
          SqlBaseParser.InsertOverwriteDirContext.class,
          SqlBaseParser.InsertOverwriteHiveDirContext.class);

  /** Keys of properties that neither Spark nor Databricks reads for a place, a name or a text. */
  private static final Pattern HARMLESS_PROPERTY =
      Pattern.compile("(['\"]?)(?:delta|lakeroute|user)\\.[\\w.-]+\\1", Pattern.CASE_INSENSITIVE);

  private static final int MANY = 1_000;

  /** The first place of each. */
  private final Map<Named, Place> uses = new LinkedHashMap<>();

  private int endOfStarless = -1;

  private record Named(Role role, List<String> name) {}

  private FactsCollector() {}

  static StatementFacts facts(SqlBaseParser.SingleStatementContext tree) {
    FactsCollector collector = new FactsCollector();
    collector.walk(tree);
    return new StatementFacts(
        kind(tree),
        Place.of(tree.getStart()),
        collector.uses.entrySet().stream()
            .map(use -> new Use(use.getKey().role(), use.getKey().name(), use.getValue()))
            .toList());
  }

  private static Kind kind(SqlBaseParser.SingleStatementContext tree) {
    ParserRuleContext statement = tree.statement();
    if (statement instanceof SqlBaseParser.StatementDefaultContext) {
      return Kind.QUERY;
    }
    return statement != null && CHANGES.contains(statement.getClass()) ? Kind.CHANGE : Kind.OTHER;
  }

  /** In the order of the text; without recursion, which a deep tree would make too deep. */
  private void walk(ParseTree root) {
    Deque<ParseTree> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      ParseTree node = open.pop();
      if (node instanceof ParserRuleContext rule) {
        collect(rule);
        for (int i = rule.getChildCount() - 1; i >= 0; i--) {
          open.push(rule.getChild(i));
        }
      } else if (node instanceof TerminalNode word) {
        collect(word.getSymbol());
      }
    }
  }

  private void collect(ParserRuleContext node) {
    if (node instanceof SqlBaseParser.IdentifierReferenceContext table) {
      add(Role.TABLE, name(Optional.ofNullable(table.multipartIdentifier())), node);
    } else if (node instanceof SqlBaseParser.ReferenceSpecContext key) {
      add(Role.TABLE, name(Optional.ofNullable(key.multipartIdentifier())), node);
    } else if (node instanceof SqlBaseParser.StreamTableNameContext table) {
      add(Role.TABLE, name(Optional.ofNullable(table.multipartIdentifier())), node);
    } else if (node instanceof SqlBaseParser.TableFunctionCallContext call) {
      tableFunction(call);
    } else if (node instanceof SqlBaseParser.FunctionCallContext call) {
      function(call);
    } else if (node instanceof SqlBaseParser.LateralViewContext view) {
      add(Role.TABLE_FUNCTION, parts(view.qualifiedName().identifier()), view.qualifiedName());
    } else if (node instanceof SqlBaseParser.SampleByBucketContext sample) {
      Optional.ofNullable(sample.qualifiedName())
          .ifPresent(name -> add(Role.FUNCTION, parts(name.identifier()), name));
    } else if (node instanceof SqlBaseParser.TableProviderContext provider) {
      if (!List.of("delta").equals(lower(name(Optional.of(provider.multipartIdentifier()))))) {
        elsewhere(node);
      }
    } else if (node instanceof SqlBaseParser.PropertyContext property) {
      if (!HARMLESS_PROPERTY.matcher(property.getChild(0).getText()).matches()) {
        add(Role.PROPERTY, List.of(), node);
      }
    } else if (ELSEWHERE.contains(node.getClass()) || liesElsewhere(node)) {
      elsewhere(node);
    }
  }

  /** External tables lie at a path; temporary ones, and views, lie in no catalog. */
  private static boolean liesElsewhere(ParserRuleContext node) {
    if (node instanceof SqlBaseParser.CreateTableHeaderContext table) {
      return table.EXTERNAL() != null || table.TEMPORARY() != null;
    }
    return node instanceof SqlBaseParser.CreateViewContext view && view.TEMPORARY() != null;
  }

  private void collect(Token word) {
    if (word.getType() == SqlBaseParser.IDENTIFIER && !PLAIN.matcher(word.getText()).matches()) {
      add(Role.LETTERS, List.of(), Place.of(word));
    }
  }

  private void function(SqlBaseParser.FunctionCallContext call) {
    List<String> name = name(call.functionName());
    add(Role.FUNCTION, name, call);
    if (KnownFunctions.takesOptions(name, call.functionArgument().size())) {
      elsewhere(call);
    } else if (KnownFunctions.takesOptions(name, MANY)
        && call.getStart().getTokenIndex() > endOfStarless) {
      // A star may be any number of arguments. What is inside of a call is looked at once.
      endOfStarless = call.getStop().getTokenIndex();
      if (holdsStar(call)) {
        elsewhere(call);
      }
    }
  }

  private static boolean holdsStar(ParserRuleContext call) {
    Deque<ParseTree> open = new ArrayDeque<>(List.of(call));
    while (!open.isEmpty()) {
      ParseTree node = open.pop();
      if (node instanceof SqlBaseParser.StarContext) {
        return true;
      }
      for (int i = 0; i < node.getChildCount(); i++) {
        open.push(node.getChild(i));
      }
    }
    return false;
  }

  private void tableFunction(SqlBaseParser.TableFunctionCallContext call) {
    List<String> name = name(call.functionName());
    add(Role.TABLE_FUNCTION, name, call);
    if (!name.isEmpty() && KnownFunctions.TABLE_CHANGES.equals(lower(name).get(name.size() - 1))) {
      add(
          Role.TABLE_IN_TEXT,
          call.functionTableArgument().stream()
              .findFirst()
              .filter(argument -> argument.getStart() == argument.getStop())
              .map(argument -> argument.getStart().getText())
              .filter(text -> PLAIN_LITERAL.matcher(text).matches())
              .map(text -> List.of(text.substring(1, text.length() - 1)))
              .orElse(List.of()),
          call);
    }
  }

  private void elsewhere(ParserRuleContext node) {
    add(Role.ELSEWHERE, List.of(), node);
  }

  private void add(Role role, List<String> name, ParserRuleContext node) {
    add(role, name, Place.of(node.getStart()));
  }

  private void add(Role role, List<String> name, Place place) {
    uses.putIfAbsent(new Named(role, name), place);
  }

  private static List<String> name(SqlBaseParser.FunctionNameContext function) {
    if (function.expression() != null) {
      return List.of();
    }
    return function.qualifiedName() == null
        ? List.of(function.getText())
        : parts(function.qualifiedName().identifier());
  }

  private static List<String> name(Optional<SqlBaseParser.MultipartIdentifierContext> written) {
    return written.map(name -> parts(name.errorCapturingIdentifier())).orElse(List.of());
  }

  /** None if a part is anything but a plain word or a word in backticks. */
  private static List<String> parts(List<? extends ParserRuleContext> written) {
    List<String> parts = new ArrayList<>();
    for (ParserRuleContext each : written) {
      String text = each.getText();
      if (text.startsWith("`") && text.length() > 2) {
        parts.add(text.substring(1, text.length() - 1).replace("``", "`"));
      } else if (PLAIN.matcher(text).matches()) {
        parts.add(text);
      } else {
        return List.of();
      }
    }
    return parts;
  }

  private static List<String> lower(List<String> name) {
    return name.stream().map(KnownFunctions::lower).toList();
  }
}
