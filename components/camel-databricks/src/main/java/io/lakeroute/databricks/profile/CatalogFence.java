// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.profile;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The catalogs that may be named on a connection; without any, all may be. Immutable.
 *
 * <p>Names match as Unity Catalog keeps them, in any case. Only ASCII letters have two: a letter
 * that merely folds to one of them, such as the Kelvin sign, is another name.
 */
public record CatalogFence(Set<String> catalogs) {

  /** Keeps nobody out. */
  public static final CatalogFence OPEN = new CatalogFence(Set.of());

  public CatalogFence {
    catalogs =
        Set.copyOf(
            catalogs.stream()
                .map(CatalogFence::fold)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  /**
   * Reads names separated by commas; no text at all is no fence.
   *
   * @throws IllegalArgumentException when a name is empty or cannot be a catalog's
   */
  public static CatalogFence parse(String names) {
    if (names.isBlank()) {
      return OPEN;
    }
    Set<String> catalogs = new TreeSet<>();
    for (String name : names.split(",", -1)) {
      String stripped = name.strip();
      if (stripped.isEmpty()
          || stripped.chars().anyMatch(c -> c <= ' ' || c == 0x7f || "./`'\"".indexOf(c) >= 0)) {
        throw new IllegalArgumentException(
            "is not a list of catalogs such as acme,shared, without quotes");
      }
      catalogs.add(stripped);
    }
    return new CatalogFence(catalogs);
  }

  /** True when there is none, and any catalog may be named. */
  public boolean open() {
    return catalogs.isEmpty();
  }

  public boolean allows(String catalog) {
    return open() || catalogs.contains(fold(catalog));
  }

  /**
   * Fails unless the catalog may be named.
   *
   * @param what what is to be done, and on what, as in {@code Cannot read the columns of a.b.c}
   * @param connection the connection that has the fence
   * @throws DatabricksException FORBIDDEN; the catalogs inside are not told
   */
  public void require(String catalog, String what, String connection) {
    if (!allows(catalog)) {
      throw new DatabricksException(
          Reason.FORBIDDEN,
          what
              + ": its catalog is not one that connection '"
              + connection
              + "' may name. Use another connection, or add the catalog to onlyCatalogs.");
    }
  }

  /** What both allow. */
  public CatalogFence and(CatalogFence other) {
    if (open() || other.open()) {
      return open() ? other : this;
    }
    Set<String> both = new TreeSet<>(catalogs);
    both.retainAll(other.catalogs);
    if (both.isEmpty()) {
      throw new IllegalArgumentException("has no catalog in common with the connection's");
    }
    return new CatalogFence(both);
  }

  private static String fold(String name) {
    StringBuilder folded = new StringBuilder(name);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        folded.setCharAt(i, (char) (c + ('a' - 'A')));
      }
    }
    return folded.toString();
  }
}
