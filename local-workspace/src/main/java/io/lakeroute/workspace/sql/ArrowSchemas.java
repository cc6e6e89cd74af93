// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Map;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.ArrowUtils;

/** How columns look on the wire; stateless. */
final class ArrowSchemas {

  private ArrowSchemas() {}

  static StructType encoded(StructType schema) {
    return (StructType) TextTypes.encoded(schema);
  }

  /** The schema message; each field's metadata carries its SQL type, as clients read it there. */
  static byte[] message(StructType schema, StructType encoded, String timeZone) {
    var fields = new ArrayList<Field>();
    int i = 0;
    for (Field field : ArrowUtils.toArrowSchema(encoded, timeZone, false, false).getFields()) {
      DataType type = schema.fields()[i++].dataType();
      var metadata =
          Map.of("Spark:DataType:SqlName", type.sql(), "Spark:DataType:JsonType", type.json());
      fields.add(
          new Field(
              field.getName(),
              new FieldType(field.isNullable(), field.getType(), null, metadata),
              field.getChildren()));
    }
    var out = new ByteArrayOutputStream();
    try {
      MessageSerializer.serialize(new WriteChannel(Channels.newChannel(out)), new Schema(fields));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
