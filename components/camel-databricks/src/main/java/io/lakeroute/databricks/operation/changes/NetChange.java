// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.operation.changes.Change.Image;
import java.util.List;
import java.util.Optional;

/**
 * What the changes of one row amount to. Immutable.
 *
 * @param before the row before the first of them, where there was one
 * @param after the row after the last of them, where there is one
 * @param inserted whether there was no row before them; a lone image after an update leaves open
 *     what was before it
 * @param latest the image of the last of them
 * @param changes how many they are: the two images of an update are one
 */
record NetChange(
    Optional<Image> before, Optional<Image> after, boolean inserted, Image latest, int changes) {

  /**
   * Folds images.
   *
   * @param images of one row, by version, old ones first
   * @throws DatabricksException INVALID where they are those of several rows, so that some of them
   *     would be lost
   */
  static NetChange of(List<Image> images, ImageColumns columns, ObjectName table) {
    Optional<Image> after = Optional.empty();
    Optional<Image> lastOld = Optional.empty();
    int changes = 0;
    boolean halfOfAnUpdate = false;
    for (Image image : images) {
      ImageKind kind = columns.kind(image);
      if (kind.old()) {
        if (after.isEmpty() && lastOld.isPresent()) {
          throw severalRows(table);
        }
        after = Optional.empty();
        lastOld = Optional.of(image);
        changes++;
        halfOfAnUpdate = kind == ImageKind.BEFORE_UPDATE;
        continue;
      }
      if (after.isPresent()) {
        throw severalRows(table);
      }
      boolean partner =
          halfOfAnUpdate
              && kind == ImageKind.AFTER_UPDATE
              && columns.version(lastOld.orElseThrow()) == columns.version(image);
      changes += partner ? 0 : 1;
      halfOfAnUpdate = false;
      after = Optional.of(image);
    }
    ImageKind first = columns.kind(images.get(0));
    Optional<Image> before =
        first.old()
            ? Optional.of(images.get(0))
            // What was before a lone image is not known: at worst nothing is deleted.
            : first == ImageKind.AFTER_UPDATE && after.isEmpty() ? lastOld : Optional.empty();
    return new NetChange(
        before, after, first == ImageKind.INSERTED, images.get(images.size() - 1), changes);
  }

  private static DatabricksException severalRows(ObjectName table) {
    return new DatabricksException(
        Reason.INVALID,
        "Several rows of %s have the same key. Set the option keys to columns that make a row unique, or net=false."
            .formatted(table));
  }
}
