package io.lakeroute.databricks;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What an endpoint does: the first part of its path. */
public enum Operation {
  /** Runs a statement that reads. */
  QUERY,
  /** Runs one statement that changes something. */
  EXECUTE,
  /** Writes rows to a table. */
  WRITE,
  /** Browses and samples Unity Catalog. */
  CATALOG,
  /** Checks a connection step by step. */
  VERIFY,
  /** Imports a table when it is due: a consumer. */
  SNAPSHOT,
  /** Tells of runs and controls them; as a consumer, of those that ended. */
  RUNS,
  /** Replaces a connection's OAuth secret when that is due. */
  ROTATE;

  /**
   * The operation of that name.
   *
   * @throws IllegalArgumentException naming those there are
   */
  public static Operation of(String name) {
    for (Operation operation : values()) {
      if (operation.lowerCase().equals(name)) {
        return operation;
      }
    }
    throw new IllegalArgumentException(
        "There is no operation '"
            + name
            + "'. There are: "
            + Arrays.stream(values())
                .map(Operation::lowerCase)
                .sorted()
                .collect(Collectors.joining(", "))
            + ".");
  }

  /** True for what changes the workspace, which a connection has to allow. */
  public boolean writesBack() {
    return this == EXECUTE || this == WRITE;
  }

  /** As an endpoint writes it. */
  public String lowerCase() {
    return name().toLowerCase(Locale.ROOT);
  }
}
