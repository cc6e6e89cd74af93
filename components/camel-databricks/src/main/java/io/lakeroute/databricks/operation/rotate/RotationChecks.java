// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.rotate;

import io.lakeroute.databricks.option.OptionChecks;
import java.time.Duration;
import java.util.regex.Pattern;

/** What the options of {@code rotate} may be. Stateless. */
public final class RotationChecks {

  private static final Pattern KUBERNETES_NAME =
      Pattern.compile("(?:[a-z0-9-]{1,63}/)?[a-z0-9][a-z0-9.-]{0,252}");
  private static final Pattern KUBERNETES_ENTRY = Pattern.compile("[A-Za-z0-9._-]{1,200}");

  private RotationChecks() {}

  public static void check(RotateOptions options) {
    Duration life = options.getSecretLifetime();
    OptionChecks.range("secretLifetime", life, Duration.ofDays(1), Duration.ofDays(730));
    OptionChecks.range("rotateAfter", options.getRotateAfter(), Duration.ZERO, life.minusHours(2));
    OptionChecks.range("secretOverlap", options.getSecretOverlap(), Duration.ZERO, life);
    String name = options.getKubernetesSecretName();
    if (name != null && !KUBERNETES_NAME.matcher(name).matches()) {
      throw OptionChecks.wrong(
          "The option kubernetesSecretName is '" + name + "'; allowed is name or namespace/name.");
    }
    if (!KUBERNETES_ENTRY.matcher(options.getKubernetesSecretEntry()).matches()) {
      throw OptionChecks.wrong(
          "The option kubernetesSecretEntry is '"
              + options.getKubernetesSecretEntry()
              + "'; allowed are letters, digits, dots, dashes and underscores.");
    }
  }
}
