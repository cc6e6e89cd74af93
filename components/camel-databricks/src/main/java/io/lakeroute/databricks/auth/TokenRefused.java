// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.auth;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token endpoint's refusal, with nothing of its text but the codes: the text may repeat what was
 * sent. Immutable.
 */
final class TokenRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final Pattern ERROR = Pattern.compile("[A-Za-z_.]{1,60}");
  private static final Pattern ENTRA = Pattern.compile("AADSTS\\d{1,8}");

  private final String error;
  private final transient Optional<String> entraCode;

  TokenRefused(int status, String error, String description) {
    super(
        ERROR.matcher(error).matches()
            ? "(HTTP " + status + ", " + error + ")"
            : "(HTTP " + status + ")");
    this.error = error;
    Matcher code = ENTRA.matcher(description);
    this.entraCode = code.find() ? Optional.of(code.group()) : Optional.empty();
  }

  /** True when the secret may be the old one of two, so that another look at it may help. */
  boolean invalidClient() {
    return error.equals("invalid_client");
  }

  /** Microsoft's code for what is wrong. */
  Optional<String> entraCode() {
    return entraCode;
  }
}
