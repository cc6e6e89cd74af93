// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.option.CommonOptions;
import io.lakeroute.databricks.profile.Compute;
import io.lakeroute.databricks.profile.ConnectionProfile;
import io.lakeroute.databricks.profile.Credentials;
import io.lakeroute.databricks.profile.HostAddress;
import io.lakeroute.databricks.profile.Secret;
import io.lakeroute.databricks.profile.SecretLife;
import io.lakeroute.databricks.staging.objects.ObjectFormat;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CopyChecksTest {

  private final CommonOptions common = new CommonOptions();
  private final CopyOptions options = new CopyOptions();

  @BeforeEach
  void an_audience() {
    common.setAction("load");
    options.setAudience("loyal-customers");
    options.setCatalog("main");
    options.setSchema("crm");
  }

  @Test
  void defaults_are_those_of_the_page() {
    CopyOptions fresh = new CopyOptions();
    assertThat(fresh.getAudience()).isNull();
    assertThat(fresh.getCatalog()).isNull();
    assertThat(fresh.getSchema()).isNull();
    assertThat(fresh.getTable()).isNull();
    assertThat(fresh.getPrefix()).isEqualTo("lakeroute");
    assertThat(fresh.getColumns()).isNull();
    assertThat(fresh.getObjectFormat()).isEqualTo(ObjectFormat.JSONL);
    assertThat(fresh.getCompression()).isEqualTo(Compression.NONE);
    assertThat(fresh.getObjectSize()).isEqualTo("64MB");
    assertThat(fresh.getPublish()).isEqualTo(PublishMode.REPLACE);
    assertThat(fresh.getSchemaChange()).isEqualTo(SchemaChange.EVOLVE);
    assertThat(fresh.isColumnMapping()).isFalse();
    assertThat(fresh.getOnEmpty()).isEqualTo(OnEmpty.PUBLISH);
    assertThat(fresh.getMaxShrink()).isNull();
    assertThat(fresh.getRunTimeout()).isEqualTo(Duration.ofHours(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Loyal", "../up", "a/b", "-a", "a b", "ä", ""})
  void an_audience_that_is_no_slug_is_refused(String audience) {
    options.setAudience(audience);
    assertThatThrownBy(() -> CopyChecks.check(common, options))
        .hasMessageContaining(audience.isEmpty() ? "needs a table" : "The option audience is '");
  }

  @Test
  void an_audience_names_the_table_and_the_folder() {
    CopyTarget target = CopyTarget.of(common, options, profile());
    assertThat(target.table().fullName()).isEqualTo("main.crm.lakeroute_user_loyal_customers");
    assertThat(target.folder("run-1")).matches("acme/loyal-customers-[0-9a-f]{8}/run-1");
    assertThat(target.folder("../../run")).matches("acme/loyal-customers-[0-9a-f]{8}/[0-9a-f]{20}");
  }

  @Test
  void a_path_and_parts_of_a_name_exclude_each_other() {
    common.setObject("main.crm.audience");
    assertThatThrownBy(() -> CopyChecks.check(common, options))
        .hasMessage(
            "databricks:copy:main.crm.audience names the table. Leave out the options catalog, schema and table.");
  }

  @Test
  void sizes_and_parts_are_read() {
    options.setObjectSize("1 gb");
    options.setMaxShrink("12.5 %");
    assertThat(CopyChecks.objectBytes(options)).isEqualTo(1L << 30);
    assertThat(CopyChecks.maxShrink(options)).contains(new BigDecimal("0.125"));
  }

  @ParameterizedTest
  @CsvSource({"64", "1KB", "2GB", "1.5MB", "-1MB"})
  void other_sizes_are_refused(String size) {
    options.setObjectSize(size);
    assertThatThrownBy(() -> CopyChecks.check(common, options))
        .hasMessage(
            "The option objectSize is '" + size + "'; write a size from 1MB to 1GB, as in 64MB.");
  }

  @ParameterizedTest
  @CsvSource({"30", "101%", "-1%", "some"})
  void other_parts_are_refused(String part) {
    options.setMaxShrink(part);
    assertThatThrownBy(() -> CopyChecks.check(common, options))
        .hasMessage("The option maxShrink is '" + part + "'; write 0% to 100%, as in 30%.");
  }

  @Test
  void merge_needs_keys_and_classic_needs_csv() {
    options.setPublish(PublishMode.MERGE);
    assertThatThrownBy(() -> CopyChecks.check(common, options))
        .hasMessageStartingWith("publish=merge needs the option keys");
    options.setPublish(PublishMode.CLASSIC);
    assertThatThrownBy(() -> CopyChecks.check(common, options))
        .hasMessageStartingWith("publish=classic infers types from CSV");
    options.setObjectFormat(ObjectFormat.CSV);
    options.setMaxShrink("30%");
    assertThatThrownBy(() -> CopyChecks.check(common, options))
        .hasMessageStartingWith("publish=classic checks neither keys nor maxShrink");
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "id BIGINT,", "id NOTYPE", "id ARRAY<BIGINT", "`id BIGINT"})
  void columns_that_are_no_list_are_refused(String columns) {
    options.setColumns(columns);
    assertThatThrownBy(() -> CopyChecks.check(common, options))
        .hasMessageMatching(
            "(?s).*(The option columns is no list|is no type that can be written).*");
  }

  private static ConnectionProfile profile() {
    return ConnectionProfile.of(
        "acme",
        HostAddress.parse("https://acme.example"),
        new Compute.SqlWarehouse("1", "/sql/1.0/warehouses/1"),
        new Credentials.PersonalAccessToken(Secret.of("x"), SecretLife.UNKNOWN));
  }
}
