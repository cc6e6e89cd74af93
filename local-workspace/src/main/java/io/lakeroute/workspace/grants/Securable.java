// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.grants;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What privileges are granted on; immutable.
 *
 * @param name its parts, in lower case
 */
public record Securable(Type type, List<String> name) {

  /** The kinds of securables, under the names that errors call them by. */
  public enum Type {
    METASTORE("Metastore"),
    CATALOG("Catalog"),
    SCHEMA("Schema"),
    /** A table or a view. */
    TABLE("Table"),
    VOLUME("Volume"),
    EXTERNAL_LOCATION("External Location"),
    WAREHOUSE("Warehouse");

    private final String label;

    Type(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /** What holds the catalogs. */
  public static final Securable METASTORE = new Securable(Type.METASTORE, List.of("local"));

  public Securable {
    name = name.stream().map(part -> part.toLowerCase(Locale.ROOT)).toList();
  }

  public static Securable catalog(String catalog) {
    return new Securable(Type.CATALOG, List.of(catalog));
  }

  public static Securable schema(String catalog, String schema) {
    return new Securable(Type.SCHEMA, List.of(catalog, schema));
  }

  public static Securable table(String catalog, String schema, String table) {
    return new Securable(Type.TABLE, List.of(catalog, schema, table));
  }

  public static Securable volume(String catalog, String schema, String volume) {
    return new Securable(Type.VOLUME, List.of(catalog, schema, volume));
  }

  public static Securable externalLocation(String name) {
    return new Securable(Type.EXTERNAL_LOCATION, List.of(name));
  }

  public static Securable warehouse(String id) {
    return new Securable(Type.WAREHOUSE, List.of(id));
  }

  public String fullName() {
    return String.join(".", name);
  }

  /** What it is in, and inherits privileges from. */
  public Optional<Securable> parent() {
    return switch (type) {
      case SCHEMA -> Optional.of(catalog(name.get(0)));
      case TABLE, VOLUME -> Optional.of(schema(name.get(0), name.get(1)));
      case METASTORE, CATALOG, EXTERNAL_LOCATION, WAREHOUSE -> Optional.empty();
    };
  }

  /** All that it is in, the outermost first, and itself. */
  List<Securable> path() {
    var path = new ArrayList<>(parent().map(Securable::path).orElse(List.of()));
    path.add(this);
    return path;
  }

  /** As errors name it. */
  @Override
  public String toString() {
    return "%s '%s'".formatted(type.label, fullName());
  }
}
