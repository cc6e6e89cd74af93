// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.grants.Authorizer;
import io.lakeroute.workspace.grants.Privilege;
import io.lakeroute.workspace.grants.Securable;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.storage.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.delta.catalog.DeltaTableV2;

/**
 * ANALYZE TABLE, and the row count and size that it leaves in a file beside the table; later
 * changes of the table leave them as they are. Safe for threads.
 */
public final class TableStatistics {

  private static final String PREFIX = "spark.sql.statistics.";

  /**
   * What was counted.
   *
   * @param tableId of which table, as another one may bear its name by now
   * @param properties as Unity Catalog shows them
   */
  private record Counted(String tableId, Map<String, String> properties) {}

  private final Catalogs catalogs;
  private final Authorizer authorizer;

  TableStatistics(Catalogs catalogs, Authorizer authorizer) {
    this.catalogs = catalogs;
    this.authorizer = authorizer;
  }

  StatementRule rule() {
    return StatementRule.of(
        "ANALYZE\\s+TABLE\\s+"
            + StatementRule.NAME
            + "\\s+COMPUTE\\s+STATISTICS(?:\\s+(NOSCAN)|\\s+FOR\\s+(?:ALL\\s+)?COLUMNS\\b.*)?",
        this::analyze);
  }

  private Optional<Dataset<Row>> analyze(Session session, Matcher statement) throws ParseException {
    var table = session.resolve(Securable.Type.TABLE, statement.group(1));
    catalogs.require(table);
    String principal = session.caller().principal();
    authorizer.require(principal, Privilege.SELECT, table);
    authorizer.require(principal, Privilege.MODIFY, table);
    var snapshot = delta(table).update();
    var properties = new TreeMap<String, String>();
    // Delta's checksum of a commit has the size; without one, Delta reads the whole log for it.
    var size = snapshot.sizeInBytesIfKnown().getOrElse(snapshot::sizeInBytes);
    properties.put(PREFIX + "totalSize", String.valueOf(size));
    boolean scan = statement.group(2) == null;
    if (scan) {
      properties.put(PREFIX + "numRows", String.valueOf(count(session, table)));
    }
    write(table, new Counted(snapshot.metadata().id(), properties));
    return StatementRule.nothing(session);
  }

  private DeltaTableV2 delta(Securable table) {
    var name = table.name();
    try {
      var found =
          catalogs
              .open(name.get(0))
              .loadRelation(Identifier.of(new String[] {name.get(1)}, name.get(2)));
      if (found instanceof DeltaTableV2 delta) {
        return delta;
      }
      throw SqlFailure.unsupported("ANALYZE TABLE of a view");
    } catch (NoSuchTableException e) {
      throw SchemaCatalog.unchecked(e); // dropped since it was found
    }
  }

  private static long count(Session session, Securable table) {
    return session.spark().sql("SELECT count(*) FROM " + Catalogs.quoted(table)).head().getLong(0);
  }

  private void write(Securable table, Counted counted) {
    var file = file(table);
    CatalogFolder.create(file.getParent());
    try {
      PrivateFile.replace(file, Json.MAPPER.writeValueAsBytes(counted));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  /** What is known of a table, as the properties under which Unity Catalog shows it. */
  public Map<String, String> properties(Securable table, String tableId) {
    var file = file(table);
    if (!Files.exists(file)) {
      return Map.of();
    }
    try {
      var counted = Json.MAPPER.readValue(Files.readAllBytes(file), Counted.class);
      return counted.tableId().equals(tableId) ? counted.properties() : Map.of();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  private Path file(Securable table) {
    var name = table.name();
    return catalogs.folder(name.get(0)).statistics(name.get(1), name.get(2));
  }
}
