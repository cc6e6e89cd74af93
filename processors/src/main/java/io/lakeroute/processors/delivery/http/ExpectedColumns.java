// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Refuses a batch in which no row has the column of a field: the settings name another one than the
 * source. Immutable.
 *
 * @param destination what messages call it
 * @param fields whose columns a batch must have
 */
record ExpectedColumns(String destination, List<FieldRule> fields) {

  /** Rows of a stream that are held, at most, while a column is looked for. */
  private static final int MOST = 10_000;

  ExpectedColumns {
    fields = List.copyOf(fields);
  }

  /**
   * The rows of a batch, of which those before the last missing column are held. Those of a removal
   * are not checked: people who are gone may have nothing left but a key.
   *
   * @throws DeliveryException CONFIGURATION where rows lack a column, all of them or the first
   *     10,000
   */
  Iterator<Map<String, Object>> check(Batch batch) {
    Iterator<Map<String, Object>> rows = batch.rows();
    if (batch.change() == DeliveryKey.Change.REMOVE) {
      return rows;
    }
    List<FieldRule> missing = new ArrayList<>(fields);
    List<Map<String, Object>> held = new ArrayList<>();
    while (!missing.isEmpty() && held.size() < MOST && rows.hasNext()) {
      Map<String, Object> row = rows.next();
      held.add(row);
      missing.removeIf(field -> row.containsKey(field.from()));
    }
    if (!missing.isEmpty() && !held.isEmpty()) {
      throw refusal(missing.get(0), rows.hasNext());
    }
    return Stream.concat(
            held.stream(),
            StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, 0), false))
        .iterator();
  }

  private DeliveryException refusal(FieldRule field, boolean more) {
    return new DeliveryException(
        "CONFIGURATION",
        "The destination '%s' reads its field '%s' from the column '%s', which %s of the batch has. Set %s%s.fields.%s to a column of the rows, or have the rows carry this one (in a journey: fields of the arm), null where there is no value. No request was sent."
            .formatted(
                destination,
                field.name(),
                field.from(),
                more ? "none of the first " + MOST + " rows" : "no row",
                DestinationReader.PREFIX,
                destination,
                field.name()));
  }
}
