// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.profile.CatalogFence;
import io.lakeroute.databricks.statement.guard.StatementFacts.Kind;
import io.lakeroute.databricks.statement.guard.StatementFacts.Use;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Decides about the statements of one endpoint on one connection, before they are sent.
 * Thread-safe.
 *
 * <p>What cannot be judged is refused: text that the grammar does not know, names that only the
 * server can work out, functions that read where no name says. A short name means the connection's
 * own catalog, which is inside its fence, so common table expressions need no bookkeeping: whatever
 * a short name hides, neither meaning is outside.
 */
public final class StatementGuard {

  private static final Set<String> WRITES_TOO = Set.of("WITH", "FROM");

  /** With such a first part, a name of two parts is a format and a path. */
  private static final Set<String> NO_SCHEMAS =
      Set.of(
          "avro",
          "binaryfile",
          "csv",
          "delta",
          "deltasharing",
          "excel",
          "global_temp",
          "hudi",
          "iceberg",
          "image",
          "json",
          "libsvm",
          "orc",
          "parquet",
          "text",
          "xml");

  private final StatementReader reader;
  private final CatalogFence fence;
  private final boolean readOnly;
  private final String connection;

  /**
   * @param readOnly whether statements are proved to be one query even without a fence
   * @param connection for messages
   */
  public StatementGuard(
      StatementReader reader, CatalogFence fence, boolean readOnly, String connection) {
    this.reader = reader;
    this.fence = fence;
    this.readOnly = readOnly;
    this.connection = connection;
  }

  /**
   * Lets a statement that reads pass.
   *
   * @param firstWord in capitals: where nothing is to be proved, most statements are told by it
   * @throws DatabricksException FORBIDDEN naming the place, or INVALID for what cannot be read
   */
  public void checkQuery(String sql, String firstWord) {
    if (readOnly || !fence.open()) {
      StatementFacts facts = read(sql);
      if (facts.kind() != Kind.QUERY) {
        throw refused(facts.start(), "is not one SELECT or WITH, and nothing else may run");
      }
      facts.uses().forEach(this::check);
    } else if (WRITES_TOO.contains(firstWord)) {
      refuseChange(sql);
    }
  }

  /** Lets a statement that changes something pass, or a query. */
  public void checkChange(String sql) {
    if (!fence.open()) {
      StatementFacts facts = read(sql);
      if (facts.kind() == Kind.OTHER) {
        throw refused(
            facts.start(),
            "is neither a query nor INSERT, UPDATE, DELETE, MERGE, or CREATE, ALTER, DROP, TRUNCATE of a table or view");
      }
      facts.uses().forEach(this::check);
    }
  }

  /**
   * This is a hint, no proof. It lets text pass that Spark does not know, and any text while others
   * take all places: a report must not wait for statements that people write.
   */
  private void refuseChange(String sql) {
    try {
      if (reader.readNow(sql).filter(facts -> facts.kind() == Kind.CHANGE).isPresent()) {
        throw new DatabricksException(
            Reason.INVALID, "databricks:query runs statements that read; this one writes.");
      }
    } catch (UnreadableStatement e) {
      // Databricks' own dialect has more than Spark's.
    }
  }

  private StatementFacts read(String sql) {
    try {
      SparkGrammar.requireShort(sql);
      Substitution.refuse(sql);
      return reader.read(sql);
    } catch (UnreadableStatement e) {
      throw new DatabricksException(
          Reason.INVALID,
          "The statement "
              + e.getMessage()
              + ". Statements with readOnly=true, or on a connection with onlyCatalogs, are checked with Spark's grammar.");
    }
  }

  private void check(Use use) {
    problem(use)
        .ifPresent(
            problem -> {
              throw refused(use.place(), problem);
            });
  }

  private Optional<String> problem(Use use) {
    return switch (use.role()) {
      case ELSEWHERE ->
          Optional.of(
              "uses a program, a path, reader options, or a table that is external or temporary");
      case PROPERTY ->
          Optional.of("sets a property that is not one of delta.*, lakeroute.* and user.*");
      case LETTERS -> Optional.of("is a name with letters that need backticks");
      case TABLE -> outside(use.name());
      case TABLE_IN_TEXT -> outsideText(use.name());
      case FUNCTION -> function(use.name());
      case TABLE_FUNCTION -> tableFunction(use.name());
    };
  }

  private Optional<String> outside(List<String> name) {
    if (name.isEmpty() || name.size() > 3) {
      return Optional.of("has a name that cannot be checked; write it out, in up to three parts");
    }
    if (name.stream().anyMatch(part -> part.chars().anyMatch(c -> "./\\:".indexOf(c) >= 0))
        || (name.size() == 2 && NO_SCHEMAS.contains(KnownFunctions.lower(name.get(0))))) {
      return Optional.of("reads a path or what other sessions left");
    }
    return name.size() < 3 || fence.allows(name.get(0))
        ? Optional.empty()
        : Optional.of("is outside of the catalogs that may be named (onlyCatalogs)");
  }

  private Optional<String> outsideText(List<String> text) {
    try {
      ObjectName table = ObjectName.parse(text.isEmpty() ? "" : text.get(0));
      return outside(List.of(table.catalog(), table.schema(), table.object()));
    } catch (DatabricksException e) {
      return Optional.of(
          "needs the table's name as a plain literal of three parts, as in 'main.crm.leads'");
    }
  }

  private Optional<String> function(List<String> name) {
    return called(
        name,
        known -> KnownFunctions.SCALARS.contains(known) || KnownFunctions.TABLES.contains(known),
        "calls a function that is not known to compute from its arguments only");
  }

  private Optional<String> tableFunction(List<String> name) {
    return called(
        name,
        KnownFunctions.TABLES::contains,
        "calls a table function that is not known to stay inside");
  }

  private Optional<String> called(List<String> name, Predicate<String> harmless, String otherwise) {
    if (name.isEmpty()) {
      return Optional.of("calls a function whose name cannot be checked; write it out");
    }
    Optional<String> notOfSchema = KnownFunctions.notOfSchema(name);
    if (notOfSchema.isPresent() && !harmless.test(notOfSchema.get())) {
      return Optional.of(
          otherwise
              + switch (name.size()) {
                case 1 -> "; name the schema of a function of your own";
                case 2 -> "; name the catalog, too, of a function of your own";
                default -> "";
              });
    }
    return KnownFunctions.everywhere(name) ? Optional.empty() : outside(name);
  }

  private DatabricksException refused(Place place, String problem) {
    return new DatabricksException(
        Reason.FORBIDDEN,
        "The statement is refused on connection '"
            + connection
            + "': what stands at "
            + place
            + " "
            + problem
            + ".");
  }
}
