// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes new statements of known ones by cutting, joining and disguising. For one thread. */
final class Mutations {

  private static final Pattern PIECE =
      Pattern.compile(
          "\\s+|\\w+|'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|/\\*|\\*/|--|::|\\|>|=>|.",
          Pattern.DOTALL);

  private static final List<String> DISGUISES =
      List.of(
          " ",
          "\n",
          "\t",
          "/**/",
          "/* ' */",
          "--\n",
          "-- '\n",
          "/*+ x */",
          "(",
          ")",
          "()",
          "'",
          "\"",
          "`",
          "``",
          "\\",
          ".",
          ",",
          ";",
          "--",
          "/*",
          "*/",
          "?",
          ":p",
          "*",
          "\u00A0",
          "\u2003",
          "\u200B",
          "\uFEFF",
          "\u202E",
          "\u017F",
          "\u0131",
          "\u212A",
          "\u0000",
          "${x}",
          "'a'",
          "r'\\'",
          "FROM",
          "JOIN",
          "TABLE",
          "LATERAL",
          "STREAM",
          "AS",
          "SELECT",
          "WITH",
          "globex.crm.leads",
          "`globex`.crm.leads",
          "globex.crm.f(1)",
          "(TABLE globex.crm.leads)",
          "acme.crm.leads",
          "IDENTIFIER('globex.crm.leads')",
          "secret('a', 'b')",
          "read_files('s3://x')",
          "TBLPROPERTIES ('path' = 'x')");

  private final List<String> statements;
  private final Random random;

  Mutations(List<String> statements, long seed) {
    this.statements = statements;
    this.random = new Random(seed);
  }

  String next() {
    List<String> pieces = pieces(any(statements));
    for (int i = random.nextInt(3); i >= 0; i--) {
      mutate(pieces);
    }
    return String.join("", pieces);
  }

  private void mutate(List<String> pieces) {
    int at = random.nextInt(pieces.size() + 1);
    boolean inside = at < pieces.size();
    switch (random.nextInt(10)) {
      case 0 -> pieces.add(at, any(DISGUISES));
      case 1 -> pieces.addAll(at, List.of(" ", any(DISGUISES), " "));
      case 2 -> pieces.add(at, any(pieces(any(statements))));
      case 3 -> replaceTail(pieces, at);
      case 4 -> pieces.addAll(at, List.of("(", any(statements), ")"));
      case 5 -> {
        if (inside) {
          pieces.remove(at);
        }
      }
      case 6 -> {
        if (inside) {
          pieces.set(at, any(pieces(any(statements))));
        }
      }
      case 7 -> {
        if (inside) {
          pieces.add(random.nextInt(pieces.size()), pieces.get(at));
        }
      }
      case 8 -> {
        if (inside) {
          pieces.set(at, disguised(pieces.get(at)));
        }
      }
      default -> pieces.replaceAll(piece -> piece.equals("acme") ? "globex" : piece);
    }
  }

  private void replaceTail(List<String> pieces, int at) {
    pieces.subList(at, pieces.size()).clear();
    List<String> other = pieces(any(statements));
    pieces.addAll(other.subList(random.nextInt(other.size() + 1), other.size()));
  }

  private String disguised(String piece) {
    return switch (random.nextInt(6)) {
      case 0 -> "`" + piece + "`";
      case 1 -> piece.toUpperCase(java.util.Locale.ROOT);
      case 2 -> piece.replace('s', '\u017F').replace('i', '\u0131');
      case 3 -> "IDENTIFIER('" + piece + "')";
      case 4 ->
          new StringBuilder(piece)
              .insert(random.nextInt(piece.length() + 1), any(DISGUISES))
              .toString();
      default -> "'" + piece + "'";
    };
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static List<String> pieces(String sql) {
    List<String> pieces = new ArrayList<>();
    Matcher matcher = PIECE.matcher(sql);
    while (matcher.find()) {
      pieces.add(matcher.group());
    }
    if (pieces.isEmpty()) {
      pieces.add("");
    }
    return pieces;
  }
}
