// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.json.YamlText;
import io.lakeroute.processors.segment.DeclaredTable.ForeignKey;
import io.lakeroute.processors.sql.SqlName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a proposed model as YAML with comments. For one proposal. */
final class ProposalText {

  private static final String PREFACE =
      """
      , as Unity Catalog describes it. No row was read. Databricks does
      # not enforce keys: a run fails where a source with one row per key has two. Lines with
      # "todo" leave a decision to you.""";

  private final SqlName population;
  private final boolean keysAsText;
  private final StringBuilder yaml = new StringBuilder();

  /**
   * @param keysAsText whether keys that are no texts have to be compared as texts
   */
  ProposalText(SqlName population, boolean keysAsText) {
    this.population = population;
    this.keysAsText = keysAsText;
  }

  String write(
      List<ProposedSource> sources,
      List<ProposedSource> undeclared,
      List<SqlName> unrelated,
      List<SqlName> unreadable) {
    SqlName schema = schema();
    line("# Proposed from " + written(schema) + PREFACE);
    line("model: " + YamlText.scalar(ProposedNames.ofFile(schema.parts().get(1))));
    line("# todo: the time zone of relative times; not needed without them");
    line("# zone: Europe/Berlin");
    line("population: " + YamlText.scalar(sources.get(0).name()));
    line("sources:");
    sources.forEach(source -> source(source).forEach(line -> line("  " + line)));
    for (ProposedSource source : undeclared) {
      line(
          "  # todo: %s has a column %s, and does not declare it as a foreign key. If it has the same keys,"
              .formatted(written(source.table().name()), YamlText.scalar(source.key())));
      line("  # remove the # before these lines" + rowsToCheck(source));
      source(source).forEach(line -> line("  # " + line));
    }
    note("declares no key of " + written(population) + ", and is not in the model", unrelated);
    note("cannot be looked at with this connection, and is not in the model", unreadable);
    return yaml.toString();
  }

  private SqlName schema() {
    return new SqlName(population.parts().subList(0, population.parts().size() - 1));
  }

  private static String rowsToCheck(ProposedSource source) {
    return source.many() ? ", and many: true if a key has one row at most." : ".";
  }

  private void note(String what, List<SqlName> tables) {
    tables.forEach(table -> line("# todo: " + written(table) + " " + what + "."));
  }

  private List<String> source(ProposedSource source) {
    List<String> lines = new ArrayList<>();
    lines.add(YamlText.scalar(source.name()) + ":");
    lines.add("  table: " + YamlText.scalar(source.table().name().toString()));
    lines.add("  key: " + YamlText.scalar(source.key()));
    if (keysAsText && !source.keyType().textual()) {
      lines.add("  keyAs: string");
    }
    if (source.many()) {
      lines.add("  many: true");
      times(source, lines);
    } else if (source.rows() == ProposedSource.Multiplicity.ONE_BY_DEFAULT) {
      lines.add("  # todo: no primary key is declared; if a key has many rows:");
      lines.add("  # many: true");
    }
    if (!source.left().isEmpty()) {
      lines.add("  # Segments cannot use " + texts(source.left()) + ".");
    }
    if (!source.fields().isEmpty()) {
      lines.add("  fields:");
      source
          .fields()
          .forEach(
              (name, column) ->
                  lines.add("    " + YamlText.scalar(name) + ": " + YamlText.scalar(column)));
    }
    lookups(source.lookups(), lines);
    return lines;
  }

  private static void times(ProposedSource source, List<String> lines) {
    if (source.times().isEmpty()) {
      return;
    }
    lines.add(
        source.times().size() == 1
            ? "  # todo: windows, first and last need the time of a row; if this column has it:"
            : "  # todo: windows, first and last need the time of a row; one of these columns, if it has it:");
    source.times().forEach(column -> lines.add("  # time: " + YamlText.scalar(column)));
  }

  private void lookups(ProposedLookups lookups, List<String> lines) {
    for (ForeignKey left : lookups.left()) {
      if (!left.references().liesIn(schema())) {
        // Callers see the schemas that an operator names.
        lines.add(
            "  # todo: %s is a key of a table in another schema; segments do not look it up."
                .formatted(texts(left.columns())));
        continue;
      }
      Map<String, String> on = new LinkedHashMap<>();
      for (int i = 0; i < left.columns().size(); i++) {
        on.put(left.columns().get(i), left.referenced().get(i));
      }
      lines.add(
          "  # todo: %s is declared as well, and is not looked up: a source has up to %d lookups, in tables that were read."
              .formatted(lookup(left.references(), on), ModelReader.MOST_LOOKUPS));
    }
    if (!lookups.used().isEmpty()) {
      lines.add("  lookups:");
      lookups
          .used()
          .forEach(
              each ->
                  lines.add(
                      "    "
                          + YamlText.scalar(each.name())
                          + ": "
                          + lookup(each.table().name(), each.on())));
    }
  }

  private static String lookup(SqlName table, Map<String, String> on) {
    return "{table: %s, on: {%s}}"
        .formatted(
            YamlText.scalar(table.toString()),
            on.entrySet().stream()
                .map(
                    each ->
                        YamlText.scalar(each.getKey()) + ": " + YamlText.scalar(each.getValue()))
                .collect(Collectors.joining(", ")));
  }

  private static String texts(List<String> columns) {
    return columns.stream().map(YamlText::scalar).collect(Collectors.joining(", "));
  }

  private static String written(SqlName name) {
    return YamlText.scalar(name.toString());
  }

  private void line(String text) {
    yaml.append(text).append('\n');
  }
}
