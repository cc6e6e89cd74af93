// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.staging.StagingTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublishSqlTest {

  @Test
  void the_version_of_a_table_has_ASCII_digits_in_every_locale() {
    ObjectName table = ObjectName.parse("main.crm.leads");
    StagedRun run =
        new StagedRun(
            new CopyTarget(table, "folder"),
            "run",
            Optional.empty(),
            new StagingTable(ObjectName.parse("main.crm.staging")),
            List.of(),
            "folder/run",
            List.of(),
            0,
            0);
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("fa"));
    try {
      assertThat(
              new PublishSql(table, run, List.of(), Optional.empty())
                  .difference(List.of("id"), 1234))
          .contains("VERSION AS OF 1234)");
      assertThat(CopyTools.count(table, 1234))
          .isEqualTo("SELECT count(*) AS held FROM `main`.`crm`.`leads` VERSION AS OF 1234");
    } finally {
      Locale.setDefault(before);
    }
  }
}
