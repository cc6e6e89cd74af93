// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.core.DatabricksError;
import com.databricks.sdk.core.error.platform.AlreadyExists;
import com.databricks.sdk.core.error.platform.BadRequest;
import com.databricks.sdk.core.error.platform.NotFound;
import com.databricks.sdk.core.error.platform.PermissionDenied;
import com.databricks.sdk.service.catalog.CreateVolumeRequestContent;
import com.databricks.sdk.service.catalog.ListVolumesRequest;
import com.databricks.sdk.service.catalog.UpdateVolumeRequestContent;
import com.databricks.sdk.service.catalog.VolumeInfo;
import com.databricks.sdk.service.catalog.VolumeType;
import com.databricks.sdk.service.catalog.VolumesAPI;
import io.lakeroute.tests.workspace.Grants;
import io.lakeroute.tests.workspace.Grants.Grant;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.Identities.Identity;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Volumes of the local workspace, as databricks-sdk-java makes, lists and deletes them. */
@ExtendWith(LocalWorkspaceExtension.class)
class VolumesTest {
  private final LocalWorkspace workspace;
  private final Identities identities;
  private final VolumesAPI volumes;
  private final String schema;

  VolumesTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.identities = Identities.of(workspace);
    this.volumes = identities.admin().volumes();
    this.schema = workspace.access().schema();
  }

  @BeforeAll
  static void prepare(LocalWorkspace workspace) {
    for (String volume : List.of("page_a", "page_b", "page_c", "page_d", "page_e")) {
      workspace.statements().run("CREATE VOLUME " + workspace.name(volume));
    }
  }

  @Test
  void a_volume_is_made_described_and_deleted() {
    VolumeInfo made = volumes.create(request("Made").setComment("what goes out"));

    assertThat(made.getFullName()).isEqualTo(workspace.name("made"));
    assertThat(made.getVolumeType()).isEqualTo(VolumeType.MANAGED);
    assertThat(made.getOwner()).isEqualTo(workspace.access().clientId());
    assertThat(made.getComment()).isEqualTo("what goes out");
    assertThat(made.getVolumeId()).matches("[0-9a-f-]{36}");
    assertThat(made.getCreatedAt()).isPositive();
    assertThat(volumes.read(workspace.name("made"))).isEqualTo(made);
    assertThatThrownBy(() -> volumes.create(request("made")))
        .isInstanceOf(AlreadyExists.class)
        .hasMessage("Volume '%s' already exists.", workspace.name("made"));

    volumes.delete(workspace.name("made"));

    assertThatThrownBy(() -> volumes.read(workspace.name("made")))
        .isInstanceOf(NotFound.class)
        .hasMessage("Volume '%s' does not exist.", workspace.name("made"))
        .extracting(e -> ((DatabricksError) e).getErrorCode())
        .isEqualTo("VOLUME_DOES_NOT_EXIST");
  }

  @Test
  void volumes_come_page_by_page() {
    workspace.knobs().clearCalls();
    var request =
        new ListVolumesRequest().setCatalogName("main").setSchemaName(schema).setMaxResults(2L);

    assertThat(volumes.list(request))
        .extracting(VolumeInfo::getName)
        .containsSubsequence("page_a", "page_b", "page_c", "page_d", "page_e")
        .doesNotHaveDuplicates();
    assertThat(workspace.knobs().count("GET", "/api/2.1/unity-catalog/volumes"))
        .isGreaterThanOrEqualTo(3);
  }

  @Test
  void external_volumes_are_refused() {
    assertThatThrownBy(
            () ->
                volumes.create(
                    request("far")
                        .setVolumeType(VolumeType.EXTERNAL)
                        .setStorageLocation("s3://bucket/far")))
        .isInstanceOf(BadRequest.class)
        .hasMessage("The local workspace has managed volumes only.");
  }

  @Test
  void a_volume_cannot_be_changed() {
    assertThatThrownBy(
            () ->
                volumes.update(
                    new UpdateVolumeRequestContent()
                        .setName(workspace.name("page_a"))
                        .setComment("new")))
        .isInstanceOf(NotFound.class)
        .hasMessage("No API found for 'PATCH /unity-catalog/volumes/%s'", workspace.name("page_a"));
  }

  @Test
  void what_is_missing_to_see_to_make_and_to_delete_one_is_named() {
    Identity anna = identities.servicePrincipal("Anna");
    var grants = Grants.of(workspace);
    String full = "main." + schema;
    VolumesAPI hers = anna.client().volumes();

    assertDenied(() -> hers.read(workspace.name("page_a")), "USE CATALOG on Catalog 'main'");
    grants.give(new Grant("USE CATALOG", "Catalog", "main"), anna);
    assertDenied(() -> hers.create(request("hers")), "USE SCHEMA on Schema '" + full + "'");
    grants.give(new Grant("USE SCHEMA", "Schema", full), anna);
    assertDenied(() -> hers.create(request("hers")), "CREATE VOLUME on Schema '" + full + "'");
    assertThat(hers.list("main", schema)).isEmpty();
    grants.give(new Grant("READ VOLUME", "Volume", workspace.name("page_b")), anna);

    assertThat(hers.list("main", schema)).extracting(VolumeInfo::getName).containsExactly("page_b");
    assertDenied(
        () -> hers.read(workspace.name("page_a")),
        "READ VOLUME on Volume '" + workspace.name("page_a") + "'");
    assertDenied(
        () -> hers.delete(workspace.name("page_b")),
        "MANAGE on Volume '" + workspace.name("page_b") + "'");
  }

  private CreateVolumeRequestContent request(String name) {
    return new CreateVolumeRequestContent()
        .setCatalogName("main")
        .setSchemaName(schema)
        .setName(name)
        .setVolumeType(VolumeType.MANAGED);
  }

  private static void assertDenied(Runnable call, String missing) {
    assertThatThrownBy(call::run)
        .isInstanceOf(PermissionDenied.class)
        .hasMessage("User does not have %s.", missing);
  }
}
