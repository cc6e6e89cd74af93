// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Reads the text of a COPY INTO; for one statement. */
final class CopyIntoParser {

  private static final int MOST_FILES = 1_000;

  private final SqlTokens tokens;
  private Map<String, String> credential = Map.of();
  private Optional<String> credentialName = Optional.empty();
  private String path = "";

  private CopyIntoParser(SqlTokens tokens) {
    this.tokens = tokens;
  }

  static CopyInto parse(String sql) {
    try {
      return new CopyIntoParser(new SqlTokens(sql)).statement();
    } catch (SqlTokens.Unexpected e) {
      throw failure("COPY_INTO_SYNTAX_ERROR", e.getMessage());
    }
  }

  static SqlFailure failure(String errorClass, String what) {
    return SqlFailure.of(errorClass, "42601", "Cannot parse COPY INTO: %s.".formatted(what));
  }

  private CopyInto statement() {
    tokens.expect("COPY", "INTO");
    String target = tokens.before("the name of a table", "BY", "(", "FROM");
    boolean byPosition = tokens.take("BY", "POSITION");
    List<String> columns = byPosition || !tokens.at("(") ? List.of() : columns();
    tokens.expect("FROM");
    var select = source();
    tokens.expect("FILEFORMAT", "=");
    var format = CopyFormat.of(tokens.word());
    var validate = validate();
    var files = files();
    var pattern = files.isEmpty() ? pattern() : Optional.<String>empty();
    var formatOptions = tokens.take("FORMAT_OPTIONS") ? options() : Map.<String, String>of();
    var copyOptions = tokens.take("COPY_OPTIONS") ? options() : Map.<String, String>of();
    format.check(formatOptions);
    tokens.take(";");
    if (!tokens.atEnd()) {
      throw tokens.unexpected("the end or a clause in its place");
    }
    return new CopyInto(
        target,
        byPosition,
        columns,
        select,
        path,
        credential,
        credentialName,
        format,
        validate,
        files,
        pattern,
        formatOptions,
        flag(copyOptions, "force"),
        flag(copyOptions, "mergeSchema"));
  }

  private List<String> columns() {
    var columns = new ArrayList<String>();
    tokens.expect("(");
    do {
      columns.add(tokens.identifier());
    } while (tokens.take(","));
    tokens.expect(")");
    return columns;
  }

  private Optional<String> source() {
    if (!tokens.take("(")) {
      place();
      return Optional.empty();
    }
    tokens.expect("SELECT");
    String expressions = tokens.before("FROM and a path", "FROM");
    tokens.expect("FROM");
    place();
    tokens.expect(")");
    return Optional.of(expressions);
  }

  private void place() {
    path = tokens.string();
    if (!tokens.take("WITH")) {
      return;
    }
    tokens.expect("(");
    if (tokens.take("CREDENTIAL")) {
      if (tokens.at("(")) {
        credential = options();
      } else {
        credentialName = Optional.of(tokens.identifier());
      }
    }
    if (tokens.at("ENCRYPTION")) {
      throw SqlFailure.unsupported("ENCRYPTION");
    }
    tokens.expect(")");
  }

  private OptionalInt validate() {
    if (!tokens.take("VALIDATE")) {
      return OptionalInt.empty();
    }
    if (tokens.take("ALL") || !startsWithNumber()) {
      return OptionalInt.of(CopyInto.ALL);
    }
    String rows = tokens.take("-") ? "-" + tokens.word() : tokens.word();
    tokens.expect("ROWS");
    if (!rows.matches("0*[1-9]\\d{0,8}")) {
      throw failure(
          "COPY_INTO_SYNTAX_ERROR.VALIDATE_INVALID_ROWS", "ROWS needs a positive whole number");
    }
    return OptionalInt.of(Integer.parseInt(rows));
  }

  private boolean startsWithNumber() {
    return !List.of("FILES", "PATTERN", "FORMAT_OPTIONS", "COPY_OPTIONS", ";").stream()
            .anyMatch(tokens::at)
        && !tokens.atEnd();
  }

  private List<String> files() {
    if (!tokens.take("FILES")) {
      return List.of();
    }
    var files = new ArrayList<String>();
    tokens.expect("=", "(");
    do {
      files.add(tokens.string());
    } while (tokens.take(","));
    tokens.expect(")");
    if (files.size() > MOST_FILES) {
      throw new SqlTokens.Unexpected("FILES takes %d names at most".formatted(MOST_FILES));
    }
    return files;
  }

  private Optional<String> pattern() {
    if (!tokens.take("PATTERN")) {
      return Optional.empty();
    }
    tokens.expect("=");
    return Optional.of(tokens.string());
  }

  /** Names, in any case, with their values; a name counts once. */
  private Map<String, String> options() {
    Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    tokens.expect("(");
    do {
      String name = tokens.atString() ? tokens.string() : tokens.word();
      tokens.expect("=");
      String value = tokens.atString() ? tokens.string() : tokens.word();
      if (options.put(name, value) != null) {
        throw new SqlTokens.Unexpected("the option %s is there twice".formatted(name));
      }
    } while (tokens.take(","));
    tokens.expect(")");
    return options;
  }

  private static boolean flag(Map<String, String> options, String name) {
    for (String option : options.keySet()) {
      if (!option.equalsIgnoreCase("force") && !option.equalsIgnoreCase("mergeSchema")) {
        throw SqlFailure.unsupported("The copy option " + option);
      }
    }
    String value = options.getOrDefault(name, "false");
    if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
      throw new SqlTokens.Unexpected("the option %s is true or false".formatted(name));
    }
    return Boolean.parseBoolean(value);
  }
}
