// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.unity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.lakeroute.workspace.grants.Securable;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.sql.ColumnTypes;
import io.lakeroute.workspace.sql.TableEntry;
import io.lakeroute.workspace.sql.TableKey;
import io.lakeroute.workspace.sql.TableStatistics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.connector.catalog.CatalogV2Util;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Relation;
import org.apache.spark.sql.connector.catalog.View;
import org.apache.spark.sql.delta.catalog.DeltaTableV2;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/** Renders tables and views as Unity Catalog's TableInfo; stateless. */
final class TableJson {

  private static final String GENERATED = "delta.generationExpression";
  private static final List<String> IDENTITY =
      List.of("delta.identity.start", "delta.identity.step");

  /** Which parts a caller wants. */
  record Shape(boolean columns, boolean properties) {}

  private TableJson() {}

  static ObjectNode of(
      Securable table,
      Relation relation,
      Shape shape,
      TableEntry entry,
      TableStatistics statistics) {
    var json =
        Json.object()
            .put("name", table.name().get(2))
            .put("catalog_name", table.name().get(0))
            .put("schema_name", table.name().get(1))
            .put("full_name", table.fullName())
            .put("table_id", entry.id())
            .put("securable_type", "TABLE");
    if (relation instanceof View view) {
      json.put("table_type", "VIEW").put("view_definition", view.queryText());
      comment(json, view.properties().get("comment"));
      return complete(
          json,
          CatalogV2Util.v2ColumnsToStructType(view.columns()),
          List.of(),
          view.properties(),
          shape);
    }
    var delta = (DeltaTableV2) relation;
    var snapshot = delta.update();
    var metadata = snapshot.metadata();
    if (!entry.keys().isEmpty()) {
      var keys = json.putArray("table_constraints");
      entry.keys().forEach(key -> keys.add(key(key)));
    }
    json.put("table_type", "MANAGED")
        .put("data_source_format", "DELTA")
        .put("storage_location", delta.path().toUri().toString())
        .put("created_at", metadata.getCreatedTime())
        .put("updated_at", snapshot.timestamp());
    comment(json, metadata.description());
    var properties = new TreeMap<>(CollectionConverters.asJava(metadata.configuration()));
    properties.putAll(statistics.properties(table, metadata.id()));
    return complete(
        json,
        withMakers(delta.columns(), metadata.schema()),
        CollectionConverters.asJava(metadata.partitionColumns()),
        properties,
        shape);
  }

  private static ObjectNode key(TableKey key) {
    var body = Json.object().put("name", key.name()).put("rely", key.rely());
    body.putPOJO("child_columns", key.columns());
    if (key.foreign()) {
      body.put("parent_table", String.join(".", key.parent()));
      body.putPOJO("parent_columns", key.parentColumns());
    }
    String kind = key.foreign() ? "foreign_key_constraint" : "primary_key_constraint";
    var json = Json.object();
    json.set(kind, body);
    return json;
  }

  /** Delta hides from Spark how it makes the values of identity and generated columns. */
  private static StructType withMakers(Column[] columns, StructType stored) {
    var fields = CatalogV2Util.v2ColumnsToStructType(columns).fields();
    for (int i = 0; i < fields.length; i++) {
      var metadata = stored.apply(fields[i].name()).metadata();
      var shown = new MetadataBuilder().withMetadata(fields[i].metadata());
      if (metadata.contains(GENERATED)) {
        shown.putString(GENERATED, metadata.getString(GENERATED));
      }
      for (String key : IDENTITY) {
        if (metadata.contains(key)) {
          shown.putLong(key, metadata.getLong(key));
        }
      }
      fields[i] =
          new StructField(
              fields[i].name(), fields[i].dataType(), fields[i].nullable(), shown.build());
    }
    return new StructType(fields);
  }

  private static void comment(ObjectNode json, String comment) {
    if (comment != null) {
      json.put("comment", comment);
    }
  }

  private static ObjectNode complete(
      ObjectNode json,
      StructType columns,
      List<String> partitions,
      Map<String, String> properties,
      Shape shape) {
    if (shape.columns()) {
      var list = json.putArray("columns");
      var fields = columns.fields();
      for (int i = 0; i < fields.length; i++) {
        var column = column(fields[i], i);
        if (partitions.contains(fields[i].name())) {
          column.put("partition_index", partitions.indexOf(fields[i].name()));
        }
        list.add(column);
      }
    }
    if (shape.properties()) {
      json.putPOJO("properties", properties);
    }
    return json;
  }

  private static ObjectNode column(StructField field, int position) {
    var type = ColumnTypes.declared(field);
    var json =
        Json.object()
            .put("name", field.name())
            .put("type_text", type.catalogString())
            .put("type_name", ColumnTypes.name(type))
            .put("type_json", fieldJson(field))
            .put("position", position)
            .put("nullable", field.nullable());
    if (type instanceof DecimalType decimal) {
      json.put("type_precision", decimal.precision()).put("type_scale", decimal.scale());
    }
    if (field.getComment().isDefined()) {
      json.put("comment", field.getComment().get());
    }
    return json;
  }

  private static String fieldJson(StructField field) {
    return Json.object()
        .put("name", field.name())
        .putRawValue("type", new RawValue(field.dataType().json()))
        .put("nullable", field.nullable())
        .putRawValue("metadata", new RawValue(field.metadata().json()))
        .toString();
  }
}
