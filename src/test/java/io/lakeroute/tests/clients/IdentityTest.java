// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.core.error.platform.BadRequest;
import com.databricks.sdk.core.error.platform.NotFound;
import com.databricks.sdk.core.error.platform.PermissionDenied;
import com.databricks.sdk.service.iam.ComplexValue;
import com.databricks.sdk.service.iam.CreateServicePrincipalRequest;
import com.databricks.sdk.service.iam.Group;
import com.databricks.sdk.service.iam.ListGroupsRequest;
import com.databricks.sdk.service.iam.ListServicePrincipalsRequest;
import com.databricks.sdk.service.iam.MeRequest;
import com.databricks.sdk.service.iam.Patch;
import com.databricks.sdk.service.iam.PatchGroupRequest;
import com.databricks.sdk.service.iam.PatchOp;
import com.databricks.sdk.service.iam.PatchSchema;
import com.databricks.sdk.service.iam.ServicePrincipal;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Service principals and groups of the local workspace, as databricks-sdk-java manages them. */
@ExtendWith(LocalWorkspaceExtension.class)
class IdentityTest {
  private final LocalWorkspace workspace;
  private final Identities identities;

  IdentityTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.identities = Identities.of(workspace);
  }

  @Test
  void a_service_principal_is_made_found_and_deleted() {
    var principals = identities.admin().servicePrincipalsV2();
    var made = principals.create(new CreateServicePrincipalRequest().setDisplayName("Short-lived"));

    assertThat(principals.get(made.getId()).getDisplayName()).isEqualTo("Short-lived");
    assertThat(
            principals.list(
                new ListServicePrincipalsRequest()
                    .setFilter("applicationId eq \"%s\"".formatted(made.getApplicationId()))))
        .extracting(ServicePrincipal::getId)
        .containsExactly(made.getId());
    principals.delete(made.getId());

    assertThatThrownBy(() -> principals.get(made.getId()))
        .isInstanceOf(NotFound.class)
        .hasMessageContaining("Service principal with id %s not found.", made.getId());
  }

  @Test
  void service_principals_come_page_by_page() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      made.add(identities.servicePrincipal("Paged " + i).id());
    }
    workspace.knobs().clearCalls();

    assertThat(
            identities
                .admin()
                .servicePrincipalsV2()
                .list(new ListServicePrincipalsRequest().setCount(2L)))
        .extracting(ServicePrincipal::getId)
        .containsAll(made)
        .doesNotHaveDuplicates();
    assertThat(workspace.knobs().count("GET", ".*/ServicePrincipals")).isGreaterThan(2);
  }

  @Test
  void the_administrator_finds_itself_and_its_group() {
    var me = identities.admin().currentUser().me(new MeRequest());

    assertThat(me.getUserName()).isEqualTo(workspace.access().clientId());
    assertThat(me.getGroups()).extracting(ComplexValue::getDisplay).contains("admins");
    assertThat(identities.admin().servicePrincipalsV2().get(me.getId()).getApplicationId())
        .isEqualTo(workspace.access().clientId());
  }

  @Test
  void a_principal_joins_and_leaves_a_group() {
    var one = identities.servicePrincipal("Joins");
    var groups = identities.admin().groupsV2();
    Group group = identities.group("joined");

    patch(group, new Patch().setOp(PatchOp.ADD).setPath("members").setValue(members(one.id())));
    assertThat(groupsOf(one)).containsExactly("joined");
    assertThat(groups.get(group.getId()).getMembers())
        .extracting(ComplexValue::getDisplay)
        .containsExactly("Joins");
    patch(
        group,
        new Patch().setOp(PatchOp.REMOVE).setPath("members[value eq \"%s\"]".formatted(one.id())));
    assertThat(groupsOf(one)).isEmpty();
    patch(group, new Patch().setOp(PatchOp.ADD).setValue(Map.of("members", members(one.id()))));
    assertThat(groupsOf(one)).containsExactly("joined");

    groups.delete(group.getId());

    assertThat(groupsOf(one)).isEmpty();
    assertThat(groups.list(new ListGroupsRequest().setFilter("displayName eq \"joined\"")))
        .isEmpty();
  }

  @Test
  void a_group_in_a_group_counts() {
    var one = identities.servicePrincipal("Nested");
    Group inner = identities.group("inner", one);
    Group outer = identities.group("outer");

    patch(
        outer, new Patch().setOp(PatchOp.ADD).setPath("members").setValue(members(inner.getId())));

    assertThat(groupsOf(one)).containsExactly("inner", "outer");
  }

  @Test
  void what_no_administrator_asks_for_is_refused() {
    var one = identities.servicePrincipal("Curious");

    assertThatThrownBy(
            () ->
                one.client()
                    .servicePrincipalsV2()
                    .create(new CreateServicePrincipalRequest().setDisplayName("Mine")))
        .isInstanceOf(PermissionDenied.class)
        .hasMessage("Only workspace admins can do this.");
  }

  @Test
  void what_a_group_cannot_do_is_said() {
    Group group = identities.group("said");

    assertThatThrownBy(
            () -> patch(group, new Patch().setOp(PatchOp.REPLACE).setPath("displayName")))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("The local workspace only adds and removes members of groups.");
    assertThatThrownBy(
            () ->
                patch(
                    group,
                    new Patch().setOp(PatchOp.ADD).setPath("members").setValue(members("1"))))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("There is no principal or group with id 1.");
  }

  @Test
  void sessions_and_statements_are_their_owners_alone() {
    var one = identities.warehouseUser("Owner").statements();
    var other = identities.warehouseUser("Stranger").statements();
    String id = one.execute("SELECT 1", Map.of()).path("statement_id").asText();

    assertThat(one.get(id).status()).isEqualTo(200);
    assertThat(other.get(id).status()).isEqualTo(404);
    assertThat(other.chunk(id, 0).status()).isEqualTo(404);
    other.cancel(id);
    assertThat(one.get(id).status()).isEqualTo(200);
  }

  private List<String> groupsOf(Identities.Identity identity) {
    return identity.client().currentUser().me(new MeRequest()).getGroups().stream()
        .map(ComplexValue::getDisplay)
        .toList();
  }

  private void patch(Group group, Patch operation) {
    identities
        .admin()
        .groupsV2()
        .patch(
            new PatchGroupRequest()
                .setId(group.getId())
                .setSchemas(List.of(PatchSchema.URN_IETF_PARAMS_SCIM_API_MESSAGES_2_0_PATCH_OP))
                .setOperations(List.of(operation)));
  }

  private static List<Map<String, String>> members(String id) {
    return List.of(Map.of("value", id));
  }
}
