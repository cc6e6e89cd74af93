// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.grants.Privilege;
import io.lakeroute.workspace.grants.Securable.Type;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Matcher;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.delta.catalog.DeltaTableV2;

/** COPY INTO; stateless. */
final class CopyStatements {

  private static final String COUNTS =
      "num_affected_rows BIGINT, num_inserted_rows BIGINT, num_skipped_corrupt_files BIGINT";

  private final SparkEngine engine;

  CopyStatements(SparkEngine engine) {
    this.engine = engine;
  }

  StatementRule rule() {
    return StatementRule.of("COPY\\s+INTO\\s.*", this::copy);
  }

  private Optional<Dataset<Row>> copy(Session session, Matcher statement) throws ParseException {
    var copy = CopyIntoParser.parse(statement.group());
    var table = table(session, copy);
    try (var source = CopySource.open(engine, session, copy)) {
      var outcome = new CopyLoad(session.spark(), copy, source, table).run();
      return copy.validate().isPresent()
          ? Optional.of(session.spark().createDataFrame(outcome.shown(), outcome.schema()))
          : StatementRule.row(session, COUNTS, outcome.written(), outcome.written(), 0L);
    } catch (IOException e) {
      if (S3Source.is(copy.path())) {
        throw S3Source.failure(copy, e);
      }
      throw new UncheckedIOException("Cannot read the files of COPY INTO", e);
    }
  }

  /** The target, if its caller may change it. */
  private DeltaTableV2 table(Session session, CopyInto copy) throws ParseException {
    var target = session.resolve(Type.TABLE, copy.target());
    if (!engine.catalogs().exists(target)) {
      throw CopyFailures.noTable(Catalogs.quoted(target));
    }
    engine.authorizer().require(session.caller().principal(), Privilege.MODIFY, target);
    var name = target.name();
    var manager = session.spark().sessionState().catalogManager();
    if (engine.catalogs().folder(name.get(0)).isView(name.get(1), name.get(2))) {
      throw CopyFailures.notDelta();
    }
    var catalog = (LocalCatalog) manager.catalog(name.get(0));
    return (DeltaTableV2) catalog.loadTable(Identifier.of(new String[] {name.get(1)}, name.get(2)));
  }
}
