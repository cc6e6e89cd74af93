// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.workspace.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.apache.spark.sql.connector.catalog.CatalogV2Util;
import org.apache.spark.sql.connector.catalog.View;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** A view's definition as a JSON file, replaced in one step; stateless. */
final class ViewFile {

  private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

  private ViewFile() {}

  static void write(Path file, View view) {
    var json = Json.object();
    json.put("sql", view.queryText());
    json.put("schema", view.schema().json());
    json.put("catalog", view.currentCatalog());
    json.putPOJO("namespace", view.currentNamespace());
    json.putPOJO("confs", view.sqlConfigs());
    json.put("mode", view.schemaMode());
    json.putPOJO("columns", view.queryColumnNames());
    json.putPOJO("properties", view.properties());
    try {
      Files.createDirectories(file.getParent());
      Path draft = Files.createTempFile(file.getParent().getParent(), "_view", ".tmp");
      Files.write(draft, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static View read(Path file) {
    try {
      JsonNode json = Json.MAPPER.readTree(file.toFile());
      var schema = (StructType) DataType.fromJson(json.get("schema").asText());
      return new View.Builder()
          .withQueryText(json.get("sql").asText())
          .withCurrentCatalog(json.path("catalog").asText(null))
          .withCurrentNamespace(Json.MAPPER.convertValue(json.get("namespace"), String[].class))
          .withSqlConfigs(Json.MAPPER.convertValue(json.get("confs"), STRINGS))
          .withSchemaMode(json.path("mode").asText(null))
          .withQueryColumnNames(Json.MAPPER.convertValue(json.get("columns"), String[].class))
          .withColumns(CatalogV2Util.structTypeToV2Columns(schema, true))
          .withProperties(Json.MAPPER.convertValue(json.get("properties"), STRINGS))
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
