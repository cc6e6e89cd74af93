// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.grants.Securable;
import java.util.Locale;

/**
 * The one external location, which is the workspace's own bucket, and the storage credential of the
 * same name; stateless.
 */
final class ExternalLocation {

  /** Also the name of the credential. */
  static final String NAME = "local_s3";

  static final Securable SECURABLE = Securable.externalLocation(NAME);

  private ExternalLocation() {}

  static Securable named(String name) {
    if (!is(name)) {
      throw SqlFailure.of(
          "EXTERNAL_LOCATION_DOES_NOT_EXIST",
          "42704",
          "External Location '%s' does not exist; the local workspace has '%s' only."
              .formatted(name, NAME));
    }
    return SECURABLE;
  }

  static void requireCredential(String name) {
    if (!is(name)) {
      throw SqlFailure.of(
          "STORAGE_CREDENTIAL_DOES_NOT_EXIST",
          "42704",
          "Storage Credential '%s' does not exist; the local workspace has '%s' only."
              .formatted(name, NAME));
    }
  }

  private static boolean is(String name) {
    return name.toLowerCase(Locale.ROOT).equals(NAME);
  }
}
