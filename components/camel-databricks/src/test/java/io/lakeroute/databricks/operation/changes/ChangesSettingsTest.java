// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.service.catalog.DataSourceFormat;
import com.databricks.sdk.service.catalog.PrimaryKeyConstraint;
import com.databricks.sdk.service.catalog.TableConstraint;
import com.databricks.sdk.service.catalog.TableInfo;
import com.databricks.sdk.service.catalog.TableType;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.option.CommonOptions;
import io.lakeroute.databricks.option.SourceOptions;
import io.lakeroute.databricks.result.Column;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangesSettingsTest {

  private static final List<Column> COLUMNS =
      List.of(new Column("id", "BIGINT"), new Column("note", "STRING"));
  private static final ObjectName LEADS = ObjectName.parse("main.crm.leads");

  private final CommonOptions common = new CommonOptions();
  private final SourceOptions source = new SourceOptions();
  private final ChangesOptions options = new ChangesOptions();

  private ChangesSettings settings() {
    return ChangesSettings.of(common, source, options);
  }

  private void assertRefused(Consumer<ChangesOptions> change, String message) {
    common.setObject("main.crm.leads");
    change.accept(options);
    assertThatThrownBy(this::settings).isInstanceOf(DatabricksException.class).hasMessage(message);
  }

  @Test
  void needs_a_table() {
    assertThatThrownBy(this::settings)
        .hasMessage(
            "databricks:changes needs the table to sync, as in databricks:changes:main.crm.leads, or"
                + " as the property table of its Kamelet.");
  }

  @Test
  void a_start_version_and_the_bootstrap_that_takes_it_come_together() {
    assertRefused(
        o -> o.setBootstrap(Bootstrap.VERSION), "The option bootstrap=version needs startVersion.");
    assertRefused(
        o -> {
          o.setBootstrap(Bootstrap.NONE);
          o.setStartVersion("3");
        },
        "The option startVersion needs bootstrap=version.");
  }

  @ParameterizedTest
  @CsvSource({"-1", "three", "1.5"})
  void a_start_version_is_a_version(String version) {
    assertRefused(
        o -> {
          o.setBootstrap(Bootstrap.VERSION);
          o.setStartVersion(version);
        },
        "The option startVersion is '" + version + "'; it must be a version, a number from 0 on.");
  }

  @Test
  void changes_are_folded_where_there_are_keys_declared_or_named() {
    common.setObject("main.crm.leads");
    assertThat(ChangeTable.of(settings(), COLUMNS, List.of()).net()).isFalse();
    assertThat(ChangeTable.of(settings(), COLUMNS, List.of("id")).net()).isTrue();
    common.setKeys("note");
    assertThat(ChangeTable.of(settings(), COLUMNS, List.of("id")).keys()).containsExactly("note");
    options.setNet(Net.FALSE);
    assertThat(ChangeTable.of(settings(), COLUMNS, List.of()).net()).isFalse();
  }

  @Test
  void folding_and_images_before_need_keys() {
    common.setObject("main.crm.leads");
    options.setNet(Net.TRUE);
    assertThatThrownBy(() -> ChangeTable.of(settings(), COLUMNS, List.of()))
        .hasMessage(
            "main.crm.leads has no keys, and net needs them. Set the option keys to columns that make"
                + " a row unique, or declare a primary key.");
    options.setBeforeImage(true);
    assertThatThrownBy(() -> ChangeTable.of(settings(), COLUMNS, List.of()))
        .hasMessageStartingWith("main.crm.leads has no keys, and beforeImage needs them.");
  }

  @Test
  void keys_come_with_the_fields() {
    common.setObject("main.crm.leads");
    common.setFields("note");
    assertThat(ChangeTable.of(settings(), COLUMNS, List.of("id")).columns()).isEqualTo(COLUMNS);
    assertThat(ChangeTable.of(settings(), COLUMNS, List.of()).columns())
        .containsExactly(COLUMNS.get(1));
  }

  @Test
  void the_primary_key_is_that_of_the_catalog() {
    assertThat(ChangeTable.primaryKey(new TableInfo())).isEmpty();
    assertThat(
            ChangeTable.primaryKey(
                new TableInfo()
                    .setTableConstraints(
                        List.of(
                            new TableConstraint(),
                            new TableConstraint()
                                .setPrimaryKeyConstraint(
                                    new PrimaryKeyConstraint()
                                        .setChildColumns(List.of("b", "a")))))))
        .containsExactly("b", "a");
  }

  @ParameterizedTest
  @CsvSource({
    "MANAGED, DELTA, true",
    "EXTERNAL, DELTA, true",
    "EXTERNAL, PARQUET, false",
    "VIEW, , false",
    "MATERIALIZED_VIEW, DELTA, false",
    "STREAMING_TABLE, DELTA, false",
    "FOREIGN, DELTASHARING, false"
  })
  void only_delta_tables_have_a_feed(TableType type, DataSourceFormat format, boolean accepted) {
    TableInfo info = new TableInfo().setTableType(type).setDataSourceFormat(format);
    if (accepted) {
      ChangeTable.requireDelta(LEADS, info);
      return;
    }
    assertThatThrownBy(() -> ChangeTable.requireDelta(LEADS, info))
        .isInstanceOf(DatabricksException.class)
        .hasMessage(
            "main.crm.leads is a %s%s, which has no change data feed. Sync a managed or external Delta table, such as one that CREATE TABLE AS SELECT makes of it."
                .formatted(type, format == null ? "" : " in " + format + " format"));
  }
}
