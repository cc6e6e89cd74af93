// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogFolderTest {

  @TempDir private Path root;

  @ParameterizedTest
  @ValueSource(strings = {"..", "../x", "/etc", ".", "a/b", "*", "a b", "ä%2F"})
  void keeps_every_name_inside_its_folder_and_readable(String name) {
    Path table = new CatalogFolder(root).table("crm", name);
    assertThat(table.normalize().getParent()).isEqualTo(root.resolve("crm"));
    assertThat(CatalogFolder.decode(table.getFileName().toString())).isEqualToIgnoringCase(name);
  }

  @Test
  void lists_tables_and_views_apart() {
    var folder = new CatalogFolder(root);
    CatalogFolder.create(folder.table("crm", "Leads").resolve("_delta_log"));
    CatalogFolder.create(folder.view("crm", "open_leads").getParent());
    assertThat(folder.schemas()).containsExactly("crm");
    assertThat(folder.tables("crm")).containsExactly("leads");
    assertThat(folder.isTable("CRM", "LEADS")).isTrue();
    assertThat(folder.views("crm")).isEmpty();
  }
}
