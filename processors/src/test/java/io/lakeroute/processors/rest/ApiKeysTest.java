// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ApiKeysTest {

  private static final String OLD = "old-key-0123456789abcdef";
  private static final String NEW = "new-key-0123456789abcdef";

  private final ApiKeys keys =
      ApiKeys.parse(
          "crm-2024=" + "0".repeat(64) + ", crm-2025=" + hash(NEW) + ",site=" + hash(OLD));

  @Test
  void accepts_several_keys_at_a_time_so_that_one_can_be_replaced() {
    assertThat(keys.caller(NEW)).contains("crm-2025");
    assertThat(keys.caller(OLD)).contains("site");
  }

  @Test
  void refuses_everything_else() {
    for (String key :
        List.of("", "x", OLD + " ", OLD.toUpperCase(java.util.Locale.ROOT), hash(OLD))) {
      assertThat(keys.caller(key)).as(key).isEmpty();
    }
    assertThat(ApiKeys.parse(" ").isEmpty()).isTrue();
    assertThat(ApiKeys.parse("").caller(OLD)).isEmpty();
  }

  @Test
  void refuses_a_broken_list_without_repeating_it() {
    for (String pairs :
        List.of("secret", "a=secret", "=" + hash(OLD), "a=" + hash(OLD) + ",a=" + hash(NEW))) {
      assertThatThrownBy(() -> ApiKeys.parse(pairs))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("API key number ")
          .hasMessageContaining("must be <name>=<SHA-256 of the key in 64 hex digits>")
          .message()
          .doesNotContain("secret", hash(OLD));
    }
  }

  private static String hash(String key) {
    try {
      return java.util.HexFormat.of()
          .formatHex(
              java.security.MessageDigest.getInstance("SHA-256")
                  .digest(key.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
