// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.auth;

import io.lakeroute.databricks.profile.Secret;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks with the secret that is known, and once more with the one that has taken its place
 * meanwhile. Stateless.
 */
final class SecretOverlap {

  private static final Logger LOG = LoggerFactory.getLogger(SecretOverlap.class);

  private SecretOverlap() {}

  static AccessToken ask(String connection, Secret secret, Function<String, AccessToken> ask) {
    String known = secret.value();
    try {
      return ask.apply(known);
    } catch (TokenRefused e) {
      if (!e.invalidClient()) {
        throw e;
      }
      String now = secret.lookUp();
      if (now.equals(known)) {
        throw e;
      }
      AccessToken token = ask.apply(now);
      LOG.info("Connection '{}' goes on with the secret that replaced the old one", connection);
      return token;
    }
  }
}
