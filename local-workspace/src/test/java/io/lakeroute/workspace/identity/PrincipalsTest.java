// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.workspace.identity.Principal.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrincipalsTest {
  @TempDir private Path folder;
  private Principals principals;

  @BeforeEach
  void start() {
    principals = open();
  }

  private Principals open() {
    return new Principals(
        folder.resolve("principals.json"),
        () ->
            List.of(
                Principals.servicePrincipal("app-0", "secret-0"), Principals.user("me@localhost")));
  }

  @Test
  void the_first_principals_are_administrators_and_others_are_not() {
    principals.addServicePrincipal(Optional.of("app-1"), "One");

    assertThat(principals.isAdmin("app-0")).isTrue();
    assertThat(principals.isAdmin("me@localhost")).isTrue();
    assertThat(principals.isAdmin("app-1")).isFalse();
    assertThat(principals.isAdmin("nobody")).isFalse();
  }

  @Test
  void a_principal_is_in_a_group_also_through_others_even_in_circles() {
    var one = principals.addServicePrincipal(Optional.of("app-1"), "One");
    var inner = principals.addGroup("inner", Set.of(one.id()));
    var outer = principals.addGroup("outer", Set.of(inner.id()));
    principals.changeGroup(inner.id(), group -> group.with(Set.of(outer.id())));

    assertThat(principals.groupsOf("app-1"))
        .containsExactly("account users", "inner", "outer", "users");
    principals.remove(outer.id());
    assertThat(principals.groupsOf("app-1")).containsExactly("account users", "inner", "users");
    assertThat(principals.groupsOf("nobody")).isEmpty();
  }

  @Test
  void names_of_principals_and_groups_can_be_granted_to() {
    principals.addGroup("analysts", Set.of());

    assertThat(List.of("app-0", "me@localhost", "analysts", "account users"))
        .allMatch(principals::exists);
    assertThat(principals.exists("app-1")).isFalse();
  }

  @Test
  void all_is_there_again_after_a_restart_and_no_secret_is_in_the_file() throws IOException {
    var one = principals.addServicePrincipal(Optional.empty(), "One");
    String value = new Secrets(principals).create(one.id(), "60s").value();
    principals.addGroup("analysts", Set.of(one.id()));

    var again = open();

    assertThat(again.byId(one.id()))
        .hasValueSatisfying(found -> assertThat(found.kind()).isEqualTo(Kind.SERVICE_PRINCIPAL));
    assertThat(again.groupsOf(one.name())).contains("analysts");
    assertThat(new Secrets(again).find(one.name(), value)).isPresent();
    assertThat(new Secrets(again).find("app-0", "secret-0")).isPresent();
    assertThat(again.isAdmin("app-0")).isTrue();
    var file = folder.resolve("principals.json");
    assertThat(file).content().doesNotContain(value, "secret-0");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void a_principal_that_is_gone_is_in_no_group_and_has_no_secret() {
    var one = principals.addServicePrincipal(Optional.of("app-1"), "One");
    var analysts = principals.addGroup("analysts", Set.of(one.id()));
    String value = new Secrets(principals).create(one.id(), "").value();

    principals.remove(one.id());

    assertThat(principals.find("app-1")).isEmpty();
    assertThat(principals.group(analysts.id()).orElseThrow().members()).isEmpty();
    assertThat(new Secrets(principals).find("app-1", value)).isEmpty();
  }
}
