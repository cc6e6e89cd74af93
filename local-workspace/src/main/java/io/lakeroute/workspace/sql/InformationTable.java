// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.CatalogV2Util;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownFilters;
import org.apache.spark.sql.sources.EqualTo;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A relation of {@code information_schema}; its rows are made when it is read, only for what a
 * query names by {@code column = 'value'}; immutable.
 */
record InformationTable(InformationRows rows) implements Table, SupportsRead {

  @Override
  public String name() {
    return rows.name();
  }

  @Override
  public Column[] columns() {
    return CatalogV2Util.structTypeToV2Columns(rows.schema(), true);
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return new Builder(rows);
  }

  /** For one reading. */
  private static final class Builder implements SupportsPushDownFilters {

    private final InformationRows rows;
    private final Map<String, String> wanted = new HashMap<>();

    Builder(InformationRows rows) {
      this.rows = rows;
    }

    /** Spark applies all filters again. */
    @Override
    public Filter[] pushFilters(Filter[] filters) {
      for (var filter : filters) {
        if (filter instanceof EqualTo equality && equality.value() instanceof String text) {
          wanted.put(equality.attribute().toLowerCase(Locale.ROOT), text);
        }
      }
      return filters;
    }

    @Override
    public Filter[] pushedFilters() {
      return new Filter[0];
    }

    @Override
    public Scan build() {
      return new Rows(rows, wanted);
    }
  }

  private record Rows(InformationRows source, Map<String, String> wanted) implements LocalScan {

    @Override
    public StructType readSchema() {
      return source.schema();
    }

    @Override
    public InternalRow[] rows() {
      var converter = CatalystTypeConverters.createToCatalystConverter(readSchema());
      return source
          .read(wanted)
          .map(row -> (InternalRow) converter.apply(row))
          .toArray(InternalRow[]::new);
    }
  }
}
