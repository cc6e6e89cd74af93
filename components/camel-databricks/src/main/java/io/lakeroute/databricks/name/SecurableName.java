// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.name;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The name of a catalog, of a schema, or of a table or view; without parts it stands for the whole
 * metastore. Immutable.
 *
 * @param parts none to three, without quotes
 */
public record SecurableName(List<String> parts) {

  /** The metastore. */
  public static final SecurableName NONE = new SecurableName(List.of());

  private static final int MOST_PARTS = 3;
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  public SecurableName {
    parts = List.copyOf(parts);
    parts.forEach(NameParts::check);
    if (parts.size() > MOST_PARTS) {
      throw invalid("A name has " + parts.size() + " parts; catalog.schema.table are three.");
    }
    // The REST API joins the parts by dots and could not tell them apart again.
    if (parts.stream().anyMatch(part -> part.indexOf('.') >= 0)) {
      throw invalid("A part of a name holds a dot, which Unity Catalog has no names with.");
    }
  }

  /**
   * Reads {@code main}, {@code main.crm} or {@code main.crm.leads}, where a part may stand in
   * backticks; an empty text is {@link #NONE}.
   *
   * @throws DatabricksException INVALID when it is no such name
   */
  public static SecurableName parse(String text) {
    return text.isBlank() ? NONE : new SecurableName(NameParts.split(text));
  }

  /** How many parts it has. */
  public int depth() {
    return parts.size();
  }

  /** The part at that place, counted from 0. */
  public String part(int index) {
    return parts.get(index);
  }

  /** The name of something in it. */
  public SecurableName child(String name) {
    List<String> longer = new ArrayList<>(parts);
    longer.add(name);
    return new SecurableName(longer);
  }

  /** Whether it is the other one or lies in it; Unity Catalog does not tell case apart. */
  public boolean within(SecurableName other) {
    if (depth() < other.depth()) {
      return false;
    }
    for (int i = 0; i < other.depth(); i++) {
      if (!parts.get(i).equalsIgnoreCase(other.part(i))) {
        return false;
      }
    }
    return true;
  }

  /** For REST paths and messages: parts joined by dots. */
  public String fullName() {
    return String.join(".", parts);
  }

  /** As a person writes it, with backticks where they are needed: what {@link #parse} reads. */
  public String written() {
    return parts.stream()
        .map(part -> PLAIN.matcher(part).matches() ? part : ObjectName.quote(part))
        .collect(Collectors.joining("."));
  }

  /** The same name as one of a table or view; only with three parts. */
  public ObjectName table() {
    return new ObjectName(parts.get(0), parts.get(1), parts.get(2));
  }

  @Override
  public String toString() {
    return fullName();
  }

  private static DatabricksException invalid(String message) {
    return new DatabricksException(Reason.INVALID, message);
  }
}
