// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.option;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.spi.PropertiesComponent;

/**
 * Refuses placeholders of vaults that are not there: where nothing resolves {@code {{aws:acme}}},
 * Camel takes it for a property {@code aws} with the default {@code acme}, which would then be sent
 * as the secret. Stateless.
 */
public final class VaultChecks {

  /** The functions of Camel's own components, and one that people expect and that is none. */
  private static final Pattern VAULT =
      Pattern.compile(
          "\\{\\{\\??(aws|azure|gcp|hashicorp|ibm|cyberark|secret|secret-binary|configmap|configmap-binary|file):");

  private VaultChecks() {}

  /**
   * @param key of a connection
   * @param value as it is written
   * @throws DatabricksException CONFIGURATION when it leads to a vault that is not there
   */
  public static void check(PropertiesComponent properties, Object key, String value) {
    Matcher vault = VAULT.matcher(value);
    while (vault.find()) {
      if (properties.getPropertiesFunction(vault.group(1)) == null) {
        throw new DatabricksException(
            Reason.CONFIGURATION,
            key
                + " comes from {{"
                + vault.group(1)
                + ":...}}, and nothing here resolves that. Add the Camel component that does"
                + " (camel-aws-secrets-manager, camel-azure-key-vault, camel-kubernetes and so on), or mount the"
                + " secret as a file and set clientSecretFile.");
      }
    }
  }
}
