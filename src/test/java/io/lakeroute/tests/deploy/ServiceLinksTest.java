// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.IOHelper;
import org.junit.jupiter.api.Test;

/** Settings whose variables look like those that Kubernetes adds for Services. */
class ServiceLinksTest {

  private static final Pattern LINK =
      Pattern.compile(
          "(.+)_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT(_\\d+_(TCP|UDP|SCTP)(_PROTO|_PORT|_ADDR)?)?)");

  @Test
  void only_the_ports_of_the_two_servers_have_the_name_of_such_a_variable() {
    Set<String> settings = new TreeSet<>();
    for (String setting : Manifests.shipped().stringPropertyNames()) {
      Matcher link = LINK.matcher(IOHelper.normalizeEnvironmentVariable(setting));
      if (link.matches()) {
        settings.add(setting);
      }
    }

    assertThat(settings)
        .as("Camel passes over variables of these forms, and enableServiceLinks is off")
        .containsExactly("camel.management.port", "camel.server.port");
  }

  @Test
  void knows_all_variables_of_a_service() {
    assertThat(ServiceLinks.of("LAKEROUTE", "10.0.0.7", 8480).keySet())
        .allMatch(name -> LINK.matcher(name).matches())
        .contains("LAKEROUTE_PORT", "LAKEROUTE_PORT_8480_TCP", "LAKEROUTE_SERVICE_HOST");
  }
}
