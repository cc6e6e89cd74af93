// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.profile;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** A secret value that no log and no message can show by accident. Thread-safe. */
public sealed interface Secret {

  /** The value; that of a property as it was when it was last looked up. */
  String value();

  /** The value as it is now, looked up again where it comes from: a vault may have another one. */
  default String lookUp() {
    return value();
  }

  /** A value written into the configuration itself. */
  static Secret of(String value) {
    return new Inline(requireNonNull(value, "value"));
  }

  /** The content of a file, without surrounding white space, read whenever it is asked for. */
  static Secret file(Path path) {
    return new InFile(requireNonNull(path, "path"));
  }

  /**
   * A property whose placeholder may lead to an environment variable or a vault.
   *
   * @param value what it is now
   * @param source looks it up again
   */
  static Secret property(String value, Supplier<String> source) {
    return new Property(requireNonNull(value, "value"), requireNonNull(source, "source"));
  }

  /** Part of a configuration. */
  record Inline(String value) implements Secret {
    @Override
    public String toString() {
      return "***";
    }
  }

  /**
   * Kept until somebody finds that it is refused: each look-up may be a call to a vault, and one
   * that does not answer must not stop a secret that works.
   */
  final class Property implements Secret {
    private final Supplier<String> source;
    private volatile String value;

    private Property(String value, Supplier<String> source) {
      this.value = value;
      this.source = source;
    }

    @Override
    public String value() {
      return value;
    }

    @Override
    public String lookUp() {
      value = source.get();
      return value;
    }

    @Override
    public String toString() {
      return "***";
    }
  }

  /**
   * A mounted file that somebody else may replace at any time: that is how secrets rotate without a
   * restart.
   */
  record InFile(Path path) implements Secret {

    @Override
    public String value() {
      String text;
      try {
        text = Files.readString(path).strip();
      } catch (IOException e) {
        throw new DatabricksException(
            Reason.CONFIGURATION,
            "Cannot read the secret file "
                + path
                + ": "
                + e.getClass().getSimpleName()
                + ". Check that it exists and that this process may read it.",
            e);
      }
      if (text.isEmpty()) {
        throw new DatabricksException(
            Reason.CONFIGURATION, "The secret file " + path + " is empty.");
      }
      return text;
    }

    @Override
    public String toString() {
      return "*** from " + path;
    }
  }
}
