// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.Converter;

/** Lets routes take a batch for a list of maps, or for text as JSON lines. Stateless. */
@Converter(generateLoader = true)
public final class RecordBatchConverter {

  private RecordBatchConverter() {}

  @Converter
  public static List<Map<String, Object>> toList(RecordBatch batch) {
    return batch.asMaps();
  }

  @Converter
  public static String toText(RecordBatch batch) {
    return batch.toJsonLines();
  }

  @Converter
  public static byte[] toBytes(RecordBatch batch) {
    return batch.toJsonLines().getBytes(StandardCharsets.UTF_8);
  }

  @Converter
  public static InputStream toInputStream(RecordBatch batch) {
    return new ByteArrayInputStream(toBytes(batch));
  }
}
