// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.grants.Authorizer;
import io.lakeroute.workspace.grants.Securable;
import io.lakeroute.workspace.grants.Securable.Type;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.classic.Dataset;

/** CREATE VOLUME, DROP VOLUME and SHOW VOLUMES; stateless. */
final class VolumeStatements {

  private static final String CREATE =
      "CREATE\\s+(EXTERNAL\\s+)?VOLUME\\s+(IF\\s+NOT\\s+EXISTS\\s+)?"
          + StatementRule.NAME
          + "(\\s+LOCATION\\s+'[^']*')?(?:\\s+COMMENT\\s+'((?:[^'\\\\]|\\\\.)*)')?";

  private final Catalogs catalogs;
  private final Volumes volumes;
  private final Authorizer authorizer;

  VolumeStatements(Catalogs catalogs, Volumes volumes, Authorizer authorizer) {
    this.catalogs = catalogs;
    this.volumes = volumes;
    this.authorizer = authorizer;
  }

  List<StatementRule> rules() {
    return List.of(
        StatementRule.of(CREATE, this::create),
        StatementRule.of("DROP\\s+VOLUME\\s+(IF\\s+EXISTS\\s+)?" + StatementRule.NAME, this::drop),
        StatementRule.of(
            "SHOW\\s+VOLUMES" + MetadataStatements.FROM + MetadataStatements.OPTIONAL_LIKE,
            this::show));
  }

  private Optional<Dataset<Row>> create(Session session, Matcher statement) throws ParseException {
    if (statement.group(1) != null || statement.group(4) != null) {
      throw SqlFailure.unsupported("An external volume");
    }
    boolean ifNotExists = statement.group(2) != null;
    String comment = Optional.ofNullable(statement.group(5)).orElse("").replaceAll("\\\\(.)", "$1");
    var volume = session.resolve(Type.VOLUME, statement.group(3));
    catalogs.require(volume.parent().orElseThrow());
    if (!volumes.create(session.caller().principal(), volume, comment) && !ifNotExists) {
      throw SqlFailure.of(
          "VOLUME_ALREADY_EXISTS",
          "42000",
          "Cannot create volume %s because it already exists.\n".formatted(Catalogs.quoted(volume))
              + "Choose a different name, drop or replace the existing object, or add the IF NOT"
              + " EXISTS clause to tolerate pre-existing objects.");
    }
    return StatementRule.nothing(session);
  }

  private Optional<Dataset<Row>> drop(Session session, Matcher statement) throws ParseException {
    boolean ifExists = statement.group(1) != null;
    var volume = session.resolve(Type.VOLUME, statement.group(2));
    if (!ifExists || catalogs.exists(volume)) {
      catalogs.require(volume);
      volumes.drop(session.caller().principal(), volume);
    }
    return StatementRule.nothing(session);
  }

  private Optional<Dataset<Row>> show(Session session, Matcher statement) throws ParseException {
    var schema = session.place(Type.SCHEMA, Optional.ofNullable(statement.group(1)));
    catalogs.require(schema);
    String principal = session.caller().principal();
    authorizer.requireListing(principal, schema);
    var name = schema.name();
    var rows =
        volumes.names(schema).stream()
            .filter(volume -> MetadataStatements.fits(volume, statement.group(2)))
            .filter(
                volume ->
                    authorizer.knows(principal, Securable.volume(name.get(0), name.get(1), volume)))
            .map(volume -> RowFactory.create(name.get(1), volume));
    return StatementRule.rows(session, "database STRING, volumeName STRING", rows.toList());
  }
}
