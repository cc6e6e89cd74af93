// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.grants.AccessList;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.NamespaceAlreadyExistsException;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NonEmptyNamespaceException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.delta.catalog.DeltaCatalog;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The schemas of a catalog: a folder each. One instance per session; the folders are what instances
 * share.
 */
abstract class SchemaCatalog extends DeltaCatalog {

  static final String ROOT = "root";
  static final String DEFAULT_SCHEMA = "default";

  /** The schema under which Delta takes paths for names. */
  static final String PATHS = "delta";

  private String name;
  private CatalogFolder folder;

  @Override
  public void initialize(String catalog, CaseInsensitiveStringMap options) {
    name = catalog;
    folder = new CatalogFolder(Path.of(options.get(ROOT), catalog));
    setDelegateCatalog(spark().sessionState().catalogManager().v2SessionCatalog());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String[] defaultNamespace() {
    return new String[] {DEFAULT_SCHEMA};
  }

  /** Where this catalog's objects lie. */
  CatalogFolder folder() {
    return folder;
  }

  @Override
  public String[][] listNamespaces() {
    return folder.schemas().stream().map(schema -> new String[] {schema}).toArray(String[][]::new);
  }

  @Override
  public String[][] listNamespaces(String[] parent) {
    return parent.length == 0 ? listNamespaces() : new String[0][];
  }

  @Override
  public boolean namespaceExists(String[] namespace) {
    return namespace.length == 1 && folder.schema(namespace[0]).toFile().isDirectory();
  }

  @Override
  public Map<String, String> loadNamespaceMetadata(String[] namespace) {
    existing(namespace);
    return Map.of();
  }

  @Override
  public void createNamespace(String[] namespace, Map<String, String> metadata) {
    if (namespaceExists(namespace)) {
      throw unchecked(new NamespaceAlreadyExistsException(full(namespace)));
    }
    if (namespace.length != 1 || namespace[0].equalsIgnoreCase(PATHS)) {
      throw new UnsupportedOperationException(
          "The local workspace cannot have a schema named " + String.join(".", namespace));
    }
    if (metadata.containsKey("location")) {
      throw new UnsupportedOperationException(
          "The local workspace has managed schemas only: no LOCATION");
    }
    AccessList.create(folder.access(namespace[0]), PlanAuthorization.caller());
  }

  @Override
  public void alterNamespace(String[] namespace, NamespaceChange... changes) {
    throw new UnsupportedOperationException("The local workspace keeps no properties of schemas");
  }

  @Override
  public boolean dropNamespace(String[] namespace, boolean cascade) {
    if (!namespaceExists(namespace)) {
      return false;
    }
    String schema = namespace[0];
    if (!cascade && !folder.isEmpty(schema)) {
      throw unchecked(new NonEmptyNamespaceException(full(namespace)));
    }
    folder.tables(schema).forEach(table -> dropTable(Identifier.of(namespace, table)));
    CatalogFolder.remove(folder.schema(schema));
    return true;
  }

  /** The schema's name; throws if there is no such schema. */
  String existing(String[] namespace) {
    if (!namespaceExists(namespace)) {
      throw unchecked(new NoSuchNamespaceException(full(namespace)));
    }
    return namespace[0];
  }

  /** A name as messages show it, with the catalog. */
  Identifier full(Identifier identifier) {
    return Identifier.of(full(identifier.namespace()), identifier.name());
  }

  private String[] full(String[] namespace) {
    return Stream.concat(Stream.of(name), Stream.of(namespace)).toArray(String[]::new);
  }

  /** Spark's analysis errors are checked, but Delta's Scala signatures cannot declare them. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <T extends Throwable> RuntimeException unchecked(Throwable error) throws T {
    throw (T) error;
  }
}
