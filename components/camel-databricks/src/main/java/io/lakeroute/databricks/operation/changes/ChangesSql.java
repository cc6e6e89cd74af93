// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import static io.lakeroute.databricks.name.ObjectName.quote;

import io.lakeroute.databricks.operation.ScheduledReader;
import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.run.ComparableForm;
import io.lakeroute.databricks.run.RunWork;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the statements of a sync: identifiers are quoted, the user's own filter stands in brackets
 * as it was written. All select the table's columns, kind of image, match of the filter, version
 * and time, ordered so that what is folded together stands together. Immutable.
 */
final class ChangesSql {

  private final ChangeTable table;
  private final String image;
  private final String matches;

  ChangesSql(ChangeTable table) {
    this.table = table;
    this.image = quote(table.unused("_image"));
    this.matches = quote(table.unused("_matches"));
  }

  /**
   * The statement of a part.
   *
   * @param at when its last version was committed
   * @param old columns of the version before the range, for a bridge
   */
  RunWork.Statement of(Part part, Instant at, OldColumns old) {
    return switch (part.kind()) {
      case BOOTSTRAP -> bootstrap(part.to(), at);
      case CHANGES -> changes(part.from(), part.to());
      case BRIDGE -> bridge(part.from() - 1, part.to(), at, old);
    };
  }

  /** Whether the changes of a version can be read: it selects one row at most. */
  RunWork.Statement probe(long version) {
    return new RunWork.Statement("SELECT 1 FROM " + feed(version, version) + " LIMIT 1", Map.of());
  }

  private RunWork.Statement bootstrap(long version, Instant at) {
    return new RunWork.Statement(
        "SELECT "
            + columns()
            + ", "
            + ImageKind.INSERTED.ordinal()
            + ", true, "
            + commit(version)
            + " FROM "
            + table.name().quoted()
            + " VERSION AS OF "
            + version
            + table.filter().map(filter -> " WHERE " + ScheduledReader.bracketed(filter)).orElse("")
            + " ORDER BY "
            + identity(),
        Map.of("committed", at));
  }

  private RunWork.Statement changes(long from, long to) {
    String kinds =
        Arrays.stream(ImageKind.values())
            .map(kind -> " WHEN '" + kind.changeType() + "' THEN " + kind.ordinal())
            .collect(Collectors.joining("", "CASE _change_type", " END"));
    String version = ChangeTable.COMMIT_VERSION;
    String order =
        table.net()
            ? identity() + ", " + version + ", " + image
            // Without keys images have no partner: all rows go before others come.
            : table.keyed()
                ? version + ", " + identity() + ", " + image
                : version + ", " + image + ", " + identity();
    return new RunWork.Statement(
        "SELECT "
            + columns()
            + ", "
            + kinds
            + " AS "
            + image
            + ", "
            + match()
            + ", "
            + version
            + ", "
            + ChangeTable.COMMIT_TIMESTAMP
            + " FROM "
            + feed(from, to)
            + " ORDER BY "
            + order,
        Map.of());
  }

  /** Rows of which the versions differ, an image for each version that has the row. */
  private RunWork.Statement bridge(long before, long now, Instant at, OldColumns old) {
    String present = quote(table.unused("_present"));
    String both = "coalesce(o." + present + " AND n." + present + ", false)";
    String matching = "o." + matches + " <=> n." + matches;
    String differs =
        IntStream.range(0, table.columns().size())
            .mapToObj(i -> "o." + form(i) + " <=> n." + form(i))
            .collect(
                Collectors.joining(" AND ", "NOT (" + both + " AND " + matching + " AND ", ")"));
    String joined =
        table.identity().stream()
            .map(key -> form(table.columns().indexOf(key)))
            .map(form -> "o." + form + " <=> n." + form)
            .collect(Collectors.joining(" AND "));
    String isOld = image + " < " + ImageKind.AFTER_UPDATE.ordinal();
    String values =
        table.columns().stream()
            .map(column -> quote(column.name()))
            .map(name -> "IF(" + isOld + ", o." + name + ", n." + name + ") AS " + name)
            .collect(Collectors.joining(", "));
    String images =
        "CASE WHEN n.%s IS NULL THEN array(%s) WHEN o.%s IS NULL THEN array(%s) ELSE array(%s, %s) END"
            .formatted(
                present,
                ImageKind.DELETED.ordinal(),
                present,
                ImageKind.INSERTED.ordinal(),
                ImageKind.BEFORE_UPDATE.ordinal(),
                ImageKind.AFTER_UPDATE.ordinal());
    return new RunWork.Statement(
        "SELECT "
            + values
            + ", "
            + image
            + ", IF("
            + isOld
            + ", o."
            + matches
            + ", n."
            + matches
            + "), "
            + commit(now)
            + " FROM "
            + side(before, old, present)
            + " AS o FULL OUTER JOIN "
            + side(now, new OldColumns(table.columns()), present)
            + " AS n ON "
            + joined
            + " LATERAL VIEW explode("
            + images
            + ") i AS "
            + image
            + " WHERE "
            + differs
            + " ORDER BY "
            + identity()
            + ", "
            + image,
        Map.of("committed", at));
  }

  /** One version: columns that it lacks are NULL, those of another type are cast. */
  private String side(long version, OldColumns there, String present) {
    List<String> selected = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      Column column = table.columns().get(i);
      String name = quote(column.name());
      Optional<Column> known = there.named(column.name());
      selected.add(
          known.equals(Optional.of(column))
              ? name
              : "CAST("
                  + known.map(c -> quote(c.name())).orElse("NULL")
                  + " AS "
                  + column.typeText()
                  + ") AS "
                  + name);
    }
    String forms =
        IntStream.range(0, table.columns().size())
            .mapToObj(i -> ComparableForm.of(table.columns().get(i)) + " AS " + form(i))
            .collect(Collectors.joining(", "));
    return "(SELECT *, "
        + forms
        + " FROM (SELECT "
        + String.join(", ", selected)
        + ", "
        + match()
        + " AS "
        + matches
        + ", true AS "
        + present
        + " FROM "
        + table.name().quoted()
        + " VERSION AS OF "
        + version
        + "))";
  }

  private String form(int index) {
    return quote(table.unused("_form_" + index));
  }

  private String match() {
    return table
        .filter()
        .map(filter -> "coalesce(" + ScheduledReader.bracketed(filter) + ", false)")
        .orElse("true");
  }

  private static String commit(long version) {
    return "CAST(" + version + " AS BIGINT), :committed";
  }

  private String feed(long from, long to) {
    return "table_changes(" + table.name().literal() + ", " + from + ", " + to + ")";
  }

  private String columns() {
    return table.columns().stream()
        .map(column -> quote(column.name()))
        .collect(Collectors.joining(", "));
  }

  private String identity() {
    return table.identity().stream().map(ComparableForm::of).collect(Collectors.joining(", "));
  }
}
