// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallerTenantsTest {

  private static final Set<String> KEYS = Set.of("crm", "site");

  @Test
  void are_found_by_the_name_of_the_key_or_by_a_claim() {
    CallerTenants tenants = CallerTenants.parse("crm=acme, site = globex", "org", KEYS);

    assertThat(tenants.isEmpty()).isFalse();
    assertThat(tenants.ofKey("crm")).contains("acme");
    assertThat(tenants.ofKey("site")).contains("globex");
    assertThat(tenants.ofToken(Map.of("org", "initech", "sub", "crm"))).contains("initech");
  }

  @Test
  void are_none_for_a_caller_that_nobody_assigned_one() {
    CallerTenants tenants = CallerTenants.parse("crm=acme", "org", KEYS);

    assertThat(tenants.ofKey("site")).isEmpty();
    assertThat(tenants.ofToken(Map.of("sub", "crm"))).isEmpty();
    assertThat(tenants.ofToken(Map.of("org", List.of("acme")))).isEmpty();
    assertThat(tenants.ofToken(Map.of("org", " "))).isEmpty();
    assertThat(CallerTenants.parse("crm=acme", "", KEYS).ofToken(Map.of("", "acme", "sub", "crm")))
        .as("no claim is configured")
        .isEmpty();
  }

  @Test
  void are_not_there_without_configuration() {
    assertThat(CallerTenants.parse("", "", KEYS).isEmpty()).isTrue();
  }

  @Test
  void are_refused_when_they_are_written_wrong() {
    refused("crm", "lakeroute.rest.tenants holds 'crm'; write <name of an API key>=<tenant>");
    refused("crm=", "lakeroute.rest.tenants holds 'crm='; write <name of an API key>=<tenant>");
    refused("crm=a,crm=b", "lakeroute.rest.tenants names the API key 'crm' twice");
    refused(
        "crn=acme",
        "lakeroute.rest.tenants names the API key 'crn', which lakeroute.rest.apiKeys does not have");
  }

  private static void refused(String pairs, String message) {
    assertThatThrownBy(() -> CallerTenants.parse(pairs, "", KEYS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
