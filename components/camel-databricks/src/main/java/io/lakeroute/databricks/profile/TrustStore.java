// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.profile;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Certificates to trust instead of the JVM's own. Immutable.
 *
 * @param file the key store file
 * @param password its password, when it has one
 * @param type its format, such as {@code PKCS12} or {@code JKS}
 */
public record TrustStore(Path file, Optional<Secret> password, String type) {

  public TrustStore {
    requireNonNull(file, "file");
    requireNonNull(password, "password");
    requireNonNull(type, "type");
  }
}
