// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import io.lakeroute.databricks.option.CommonOptions;
import io.lakeroute.databricks.option.OptionChecks;
import io.lakeroute.databricks.staging.ExportColumns;
import io.lakeroute.databricks.staging.TargetColumn;
import io.lakeroute.databricks.staging.objects.ObjectFormat;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The options of one export as values. Immutable. */
record CopySettings(
    Optional<String> audience,
    List<String> keys,
    List<String> fields,
    Optional<List<TargetColumn>> columns,
    ObjectFormat format,
    boolean gzip,
    long objectBytes,
    PublishMode publish,
    SchemaChange schemaChange,
    boolean columnMapping,
    boolean publishEmpty,
    Optional<BigDecimal> maxShrink,
    Duration runTimeout) {

  static CopySettings of(CommonOptions common, CopyOptions options) {
    return new CopySettings(
        OptionChecks.text(options.getAudience()),
        OptionChecks.names(common.getKeys()),
        OptionChecks.names(common.getFields()),
        OptionChecks.text(options.getColumns()).map(ExportColumns::declared),
        options.getObjectFormat(),
        options.getCompression() == Compression.GZIP,
        CopyChecks.objectBytes(options),
        options.getPublish(),
        options.getSchemaChange(),
        options.isColumnMapping(),
        options.getOnEmpty() == OnEmpty.PUBLISH,
        CopyChecks.maxShrink(options),
        options.getRunTimeout());
  }

  boolean classic() {
    return publish == PublishMode.CLASSIC;
  }
}
