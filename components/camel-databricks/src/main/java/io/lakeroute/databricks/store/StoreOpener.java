// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.files.OwnerOnly;
import io.lakeroute.databricks.profile.Secret;
import java.io.IOException;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jdbi.v3.core.Jdbi;

/** Opens a cursor store and brings its tables to the version that this program knows. Stateless. */
public final class StoreOpener {

  private static final String FILE = "cursors";
  private static final int CONNECTIONS = 4;
  private static final long CONNECT_MILLIS = 15_000;

  private StoreOpener() {}

  /**
   * The store, ready for use.
   *
   * @throws DatabricksException CONFIGURATION when it is damaged, newer than this program, or open
   *     elsewhere; UNAVAILABLE when its database does not answer
   */
  public static CursorStore open(StoreSettings settings) {
    if (settings instanceof StoreSettings.Embedded embedded) {
      JdbcCursorStore store = open(embedded(embedded.directory()), embedded.directory().toString());
      store.releaseAllBut(ThisProcess.PREFIX);
      return store;
    }
    StoreSettings.PostgreSql server = (StoreSettings.PostgreSql) settings;
    HikariConfig config = config(server.url());
    config.setUsername(server.username());
    server.password().map(Secret::value).ifPresent(config::setPassword);
    return open(config, server.url().replaceFirst("\\?.*", ""));
  }

  private static HikariConfig embedded(Path directory) {
    try {
      OwnerOnly.createDirectories(directory);
    } catch (IOException e) {
      throw unusable("Cannot make the folder " + directory + " for the cursor store", e);
    }
    Path file = directory.resolve(FILE + ".mv.db");
    try {
      if (!OwnerOnly.createFile(file)) {
        throw new DatabricksException(
            Reason.CONFIGURATION,
            "Cannot open the cursor store %s: %s is a link or no file. Move it away, or set databricks.store.directory to the folder that it leads to."
                .formatted(directory, file));
      }
    } catch (IOException e) {
      throw unusable("Cannot make the file " + file + " of the cursor store", e);
    }
    // A power cut must not take back what was recorded as delivered; KEY is a column of ours. H2
    // would make its trace file for everybody to read.
    return config(
        "jdbc:h2:file:"
            + directory.toAbsolutePath().resolve(FILE)
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;NON_KEYWORDS=KEY;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0");
  }

  private static DatabricksException unusable(String what, IOException e) {
    return new DatabricksException(
        Reason.CONFIGURATION,
        what + ". Check databricks.store.directory and who may write there.",
        e);
  }

  private static HikariConfig config(String url) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("databricks-store");
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setInitializationFailTimeout(1); // Damaged files do not heal while one waits.
    return config;
  }

  private static JdbcCursorStore open(HikariConfig config, String place) {
    HikariDataSource database = connect(config, place);
    try {
      migrate(database);
      return new JdbcCursorStore(Jdbi.create(database), place, database::close);
    } catch (FlywayValidateException e) {
      database.close();
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "The cursor store "
              + place
              + " was written by a newer version of this program, or its tables were changed."
              + " Nothing was overwritten. Use that version, or another store.",
          e);
    } catch (FlywayException e) {
      database.close();
      throw StoreFailures.failure("Cannot open the cursor store " + place, e);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static HikariDataSource connect(HikariConfig config, String place) {
    try {
      return new HikariDataSource(config);
    } catch (PoolInitializationException e) {
      throw StoreFailures.failure("Cannot open the cursor store " + place, e);
    }
  }

  private static void migrate(HikariDataSource database) {
    Flyway.configure()
        .dataSource(database)
        .locations("classpath:io/lakeroute/databricks/store/migrations")
        .table("lakeroute_schema_history")
        .baselineOnMigrate(true)
        .baselineVersion("0")
        // Versions that this program does not know are an error here, not something to ignore.
        .ignoreMigrationPatterns(new String[0])
        .load()
        .migrate();
  }
}
