// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.operation.changes.Change.Image;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Folds images of the feed into changes to deliver, and counts the others. For one thread. */
final class ChangeFold {

  private final ImageReader images;
  private final ImageColumns columns;
  private final ChangeTable table;
  private final Deletes deletes;
  private final List<Change> changes = new ArrayList<>();
  private long filtered;
  private long ignored;
  private Optional<Image> copied = Optional.empty();
  private long copy;

  /**
   * What was folded together.
   *
   * @param changes to deliver
   * @param filtered changes of rows that do not meet the condition
   * @param ignored changes that leave nothing to deliver
   * @param rows images that were read so far
   */
  record Folded(List<Change> changes, long filtered, long ignored, long rows) {}

  ChangeFold(ImageReader images, ImageColumns columns, ChangeTable table, Deletes deletes) {
    this.images = requireNonNull(images, "images");
    this.columns = requireNonNull(columns, "columns");
    this.table = requireNonNull(table, "table");
    this.deletes = requireNonNull(deletes, "deletes");
  }

  /** The next changes that belong together, or the end. */
  Optional<Folded> next() throws SQLException, InterruptedException {
    List<Image> group = images.group();
    if (group.isEmpty()) {
      return Optional.empty();
    }
    changes.clear();
    filtered = 0;
    ignored = 0;
    if (table.net()) {
      net(NetChange.of(group, columns, table.name()));
    } else {
      each(group);
    }
    return Optional.of(new Folded(List.copyOf(changes), filtered, ignored, images.rows()));
  }

  private void net(NetChange net) {
    ignored += net.changes();
    if (net.before().isEmpty() && net.after().isEmpty()) {
      return;
    }
    ignored--;
    change(net.before(), net.after(), net.latest(), !net.inserted());
  }

  /** Every change of one row in one version; without keys one image. */
  private void each(List<Image> group) {
    List<Image> old = ofKind(group, ImageKind.BEFORE_UPDATE);
    int partners = ofKind(group, ImageKind.AFTER_UPDATE).size();
    int seen = 0;
    int paired = 0;
    for (Image image : group) {
      switch (columns.kind(image)) {
        case BEFORE_UPDATE -> {
          // Delivered with its partner; the last ones may have none.
          if (seen++ >= partners) {
            change(Optional.of(image), Optional.empty(), image, true);
          }
        }
        case DELETED -> change(Optional.of(image), Optional.empty(), image, true);
        case AFTER_UPDATE -> {
          Optional<Image> before =
              paired < old.size() ? Optional.of(old.get(paired++)) : Optional.empty();
          change(before, Optional.of(image), image, true);
        }
        case INSERTED -> change(Optional.empty(), Optional.of(image), image, false);
      }
    }
  }

  private List<Image> ofKind(List<Image> group, ImageKind kind) {
    return group.stream().filter(image -> columns.kind(image) == kind).toList();
  }

  /**
   * One change, seen through the condition.
   *
   * @param existed whether there was a row, also where it is not known
   */
  private void change(
      Optional<Image> before, Optional<Image> after, Image latest, boolean existed) {
    Optional<Image> old = before.filter(columns::matches);
    Optional<Image> current = after.filter(columns::matches);
    if (current.isEmpty()) {
      if (old.isEmpty()) {
        filtered++;
      } else if (deletes == Deletes.IGNORE) {
        ignored++;
      } else {
        add(ChangeType.DELETE, old.get(), latest, Optional.empty());
      }
    } else if (old.isPresent() && old.get().equalsIn(current.get(), columns.width())) {
      ignored++;
    } else {
      boolean update = old.isPresent() || (existed && before.isEmpty());
      add(update ? ChangeType.UPDATE : ChangeType.INSERT, current.get(), latest, old);
    }
  }

  private void add(ChangeType type, Image values, Image latest, Optional<Image> before) {
    if (!table.keyed()) {
      boolean same =
          copied
              .filter(last -> columns.version(last) == columns.version(values))
              .filter(last -> columns.kind(last) == columns.kind(values))
              .filter(last -> last.equalsIn(values, columns.width()))
              .isPresent();
      copy = same ? copy + 1 : 0;
      copied = Optional.of(values);
    }
    changes.add(new Change(type, values, latest, before, copy));
  }
}
