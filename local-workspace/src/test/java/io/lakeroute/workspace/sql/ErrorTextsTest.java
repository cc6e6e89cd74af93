// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ErrorTextsTest {

  private final ErrorTexts texts = new ErrorTexts(Path.of("/data/ws"));

  @Test
  void shows_a_table_by_its_name_wherever_delta_shows_its_path() {
    assertThat(texts.names("Cannot write to 'delta.`file:/data/ws/catalogs/main/crm/leads`', no"))
        .isEqualTo("Cannot write to '`main`.`crm`.`leads`', no");
    assertThat(texts.names("at /data/ws/catalogs/main/crm/leads."))
        .isEqualTo("at `main`.`crm`.`leads`.");
    assertThat(texts.names("file:///data/ws/catalogs/main/crm/leads/part-0.parquet is gone"))
        .isEqualTo("`main`.`crm`.`leads` is gone");
  }

  @Test
  void shows_no_other_path_of_the_workspace() {
    assertThat(texts.names("cannot create file:/data/ws/spool/1/part-00000"))
        .isEqualTo("cannot create <workspace>");
  }

  @Test
  void shows_a_file_of_a_volume_as_its_callers_know_it() {
    assertThat(
            texts.names("reading file:///data/ws/catalogs/main/crm/_volumes/in+box/a/b%20c.json."))
        .isEqualTo("reading /Volumes/main/crm/in box/a/b%20c.json.");
  }

  @Test
  void decodes_names_that_are_encoded_on_disk() {
    assertThat(texts.names("`/data/ws/catalogs/main/crm/my%2Dleads+a`"))
        .isEqualTo("`main`.`crm`.`my-leads a`");
  }
}
