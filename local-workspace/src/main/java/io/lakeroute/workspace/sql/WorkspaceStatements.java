package io.lakeroute.workspace.sql;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The statements that Databricks has and Spark has not, or answers otherwise; stateless. */
final class WorkspaceStatements {

  private static final String NAME = "(?:`((?:[^`]|``)+)`|(\\w+))";
  private static final Pattern SET = pattern("SET\\s+([\\w.]+)(?:\\s*\\[.*\\])?(?:\\s*=\\s*(.*))?");
  private static final Pattern RESET = pattern("RESET\\s+(\\w+)");
  private static final Pattern USE_CATALOG = pattern("USE\\s+CATALOG\\s+" + NAME);
  private static final Pattern CREATE_CATALOG =
      pattern("CREATE\\s+CATALOG\\s+(IF\\s+NOT\\s+EXISTS\\s+)?" + NAME + "(\\s+COMMENT\\s.*)?");
  private static final Pattern DROP_CATALOG =
      pattern("DROP\\s+CATALOG\\s+(IF\\s+EXISTS\\s+)?" + NAME + "\\s*(RESTRICT|CASCADE)?");
  private static final Pattern UNSUPPORTED =
      pattern("(COPY\\s+INTO|GRANT|REVOKE|PUT|GET|LIST|REMOVE)\\s.*");

  private final Catalogs catalogs;
  private final MetadataStatements metadata;

  WorkspaceStatements(Catalogs catalogs) {
    this.catalogs = catalogs;
    this.metadata = new MetadataStatements(catalogs);
  }

  static Pattern pattern(String regex) {
    return Pattern.compile(
        "\\s*" + regex + "\\s*;?\\s*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }

  /** The answer, or empty for a statement that is Spark's to run. */
  Optional<Dataset<Row>> run(Session session, String sql) {
    var spark = session.spark();
    Matcher m;
    if ((m = SET.matcher(sql)).matches()) {
      return set(session, m.group(1), Optional.ofNullable(m.group(2)));
    }
    if ((m = RESET.matcher(sql)).matches() && Session.SETTINGS.contains(upper(m.group(1)))) {
      session.set(m.group(1), upper(m.group(1)).equals("TIMEZONE") ? "UTC" : "");
      return nothing(spark);
    }
    if ((m = USE_CATALOG.matcher(sql)).matches()) {
      session.use(name(m, 1), "");
      return nothing(spark);
    }
    if ((m = CREATE_CATALOG.matcher(sql)).matches()) {
      if (m.group(1) == null || !catalogs.exists(name(m, 2))) {
        catalogs.create(name(m, 2));
      }
      return nothing(spark);
    }
    if ((m = DROP_CATALOG.matcher(sql)).matches()) {
      dropCatalog(name(m, 2), m.group(1) != null, "CASCADE".equalsIgnoreCase(m.group(4)));
      return nothing(spark);
    }
    if ((m = UNSUPPORTED.matcher(sql)).matches()) {
      throw SqlFailure.unsupported(upper(m.group(1).replaceAll("\\s+", " ")));
    }
    return metadata.run(spark, sql);
  }

  private static Optional<Dataset<Row>> set(Session session, String key, Optional<String> value) {
    if (Session.SETTINGS.contains(upper(key))) {
      value.ifPresent(text -> session.set(key, text.strip().replaceAll("^'(.*)'$", "$1")));
      var schema = new StructType().add("key", "string").add("value", "string");
      var row = RowFactory.create(key, session.setting(key));
      return Optional.of(session.spark().createDataFrame(List.of(row), schema));
    }
    if (value.isPresent() && key.contains(".")) {
      throw SqlFailure.of(
          "CONFIG_NOT_AVAILABLE", "42K0I", "Configuration " + key + " is not available.");
    }
    return Optional.empty(); // a variable
  }

  private void dropCatalog(String name, boolean ifExists, boolean cascade) {
    if (!catalogs.exists(name)) {
      if (!ifExists) {
        throw SqlFailure.of("CATALOG_NOT_FOUND", "42P08", "The catalog `" + name + "` not found.");
      }
      return;
    }
    var catalog = catalogs.open(name);
    for (String[] schema : catalog.listNamespaces()) {
      boolean empty = catalog.listTables(schema).length + catalog.listViews(schema).length == 0;
      if (!cascade && !(empty && schema[0].equals(LocalCatalog.DEFAULT_SCHEMA))) {
        throw SqlFailure.of(
            "SCHEMA_NOT_EMPTY", "2BP01", "Cannot drop catalog `" + name + "`: it is not empty.");
      }
    }
    catalogs.drop(name);
  }

  static Optional<Dataset<Row>> nothing(SparkSession spark) {
    return Optional.of(spark.createDataFrame(List.of(), new StructType()));
  }

  /** The name in this group if it was quoted, else in the next. */
  static String name(Matcher m, int group) {
    return m.group(group) != null ? m.group(group).replace("``", "`") : m.group(group + 1);
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }
}
