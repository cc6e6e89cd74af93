// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.clients;

import static io.lakeroute.tests.clients.Answer.columns;
import static io.lakeroute.tests.clients.Answer.prepared;
import static io.lakeroute.tests.clients.Answer.rows;
import static io.lakeroute.tests.clients.Answer.statement;

import io.lakeroute.tests.clients.Answer.Question;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What both protocols are asked, over tables made for it; immutable. */
final class Questions {

  private Questions() {}

  /** Makes the tables that the questions are about. */
  static void prepare(LocalWorkspace workspace) {
    for (String sql :
        List.of(
            """
            CREATE TABLE %s (id BIGINT NOT NULL COMMENT 'the key', name STRING,
              amount DECIMAL(12,2), day DATE) TBLPROPERTIES (delta.enableChangeDataFeed = true)
            """,
            "INSERT INTO %s VALUES (1,'a',1.10,DATE'2024-02-29'),(2,'b',2.20,NULL),(3,NULL,NULL,NULL)",
            "UPDATE %s SET name = 'z' WHERE id = 2",
            "DELETE FROM %s WHERE id = 3")) {
      workspace.statements().run(sql.formatted(workspace.name("things")));
    }
    workspace
        .statements()
        .run(
            "CREATE VIEW %s AS SELECT id, name FROM %s"
                .formatted(workspace.name("names"), workspace.name("things")));
  }

  static Map<String, Question> about(LocalWorkspace workspace) {
    String things = workspace.name("things");
    String changed = workspace.name("changed");
    String catalog = workspace.access().catalog();
    String schema = workspace.access().schema();
    Map<String, Question> all = new LinkedHashMap<>();
    all.putAll(ValueQuestions.values());
    all.put("rows of a table", statement("SELECT * FROM " + things + " ORDER BY id"));
    all.put("rows of a view", statement("SELECT * FROM names ORDER BY id"));
    all.put("no rows", statement("SELECT * FROM " + things + " WHERE id < 0"));
    all.put(
        "an older version", statement("SELECT * FROM " + things + " VERSION AS OF 1 ORDER BY id"));
    all.put(
        "changes",
        statement(
            "SELECT id, name, _change_type, _commit_version FROM table_changes('"
                + things
                + "', 1) ORDER BY _commit_version, id, _change_type DESC"));
    all.put(
        "a definition", statement("CREATE OR REPLACE TABLE " + changed + " (id INT, t STRING)"));
    all.put("an insert", statement("INSERT INTO " + changed + " VALUES (1,'a'),(2,'b'),(3,'c')"));
    all.put("an update", statement("UPDATE " + changed + " SET t = 'x' WHERE id > 1"));
    all.put("a delete", statement("DELETE FROM " + changed + " WHERE id = 3"));
    all.put(
        "a merge",
        statement(
            "MERGE INTO %s t USING (SELECT explode(array(2, 9)) AS id) s ON t.id = s.id"
                    .formatted(changed)
                + " WHEN MATCHED THEN UPDATE SET t = 'm'"
                + " WHEN NOT MATCHED THEN INSERT (id, t) VALUES (s.id, 'n')"));
    all.put("a prepared insert", prepared("INSERT INTO " + changed + " VALUES (?, ?)", 20, "p"));
    all.put("a prepared lookup", prepared("SELECT id, name FROM " + things + " WHERE id = ?", 2L));
    all.putAll(ValueQuestions.parameters());
    all.putAll(failures(things));
    all.put(
        "maxRows",
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(3);
            return rows(statement.executeQuery("SELECT id FROM range(10) ORDER BY id"));
          }
        });
    all.put(
        "a batch",
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement("INSERT INTO " + changed + " VALUES (?, ?)")) {
            for (int i = 0; i < 3; i++) {
              statement.setInt(1, 30 + i);
              statement.setString(2, "batch");
              statement.addBatch();
            }
            return java.util.Arrays.toString(statement.executeBatch());
          }
        });
    all.put("the rows after all changes", statement("SELECT * FROM " + changed + " ORDER BY id"));
    all.put(
        "where the session is",
        connection -> connection.getCatalog() + "." + connection.getSchema());
    all.put("catalogs", connection -> columns(connection.getMetaData().getCatalogs(), "TABLE_CAT"));
    all.put(
        "schemas",
        connection ->
            columns(
                connection.getMetaData().getSchemas(catalog, schema),
                "TABLE_CATALOG",
                "TABLE_SCHEM"));
    all.put(
        "tables",
        connection ->
            columns(
                connection
                    .getMetaData()
                    .getTables(catalog, schema, "%", new String[] {"TABLE", "VIEW"}),
                "TABLE_CAT",
                "TABLE_SCHEM",
                "TABLE_NAME",
                "TABLE_TYPE"));
    all.put(
        "columns",
        connection ->
            columns(
                connection.getMetaData().getColumns(catalog, schema, "things", "%"),
                "ORDINAL_POSITION",
                "COLUMN_NAME",
                "DATA_TYPE",
                "TYPE_NAME",
                "COLUMN_SIZE",
                "DECIMAL_DIGITS",
                "IS_NULLABLE",
                "REMARKS"));
    all.put(
        "primary keys",
        connection ->
            columns(
                connection.getMetaData().getPrimaryKeys(catalog, schema, "things"),
                "COLUMN_NAME",
                "KEY_SEQ"));
    return all;
  }

  private static Map<String, Question> failures(String things) {
    Map<String, Question> all = new LinkedHashMap<>();
    all.put("bad syntax", statement("SELEC 1"));
    all.put("no such table", statement("SELECT * FROM nope"));
    all.put("no such column", statement("SELECT nope FROM " + things));
    all.put("no such schema", statement("CREATE TABLE nope.nope (id INT)"));
    all.put("a table that exists", statement("CREATE TABLE " + things + " (id INT)"));
    all.put("division by zero", statement("SELECT 1 / 0"));
    all.put("a bad cast", statement("SELECT CAST('x' AS INT)"));
    all.put("a raised error", statement("SELECT raise_error('boom')"));
    all.put(
        "a version that is not there", statement("SELECT * FROM " + things + " VERSION AS OF 99"));
    return all;
  }
}
