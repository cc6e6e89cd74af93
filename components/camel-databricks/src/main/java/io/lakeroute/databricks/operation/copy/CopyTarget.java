// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.option.CommonOptions;
import io.lakeroute.databricks.option.OptionChecks;
import io.lakeroute.databricks.profile.ConnectionProfile;
import io.lakeroute.databricks.staging.objects.StagedFolders;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The table of an export, and where its objects lie. Immutable.
 *
 * @param table that is published to
 * @param folder of the objects of all its runs in the staging place: {@code tenant/slug-hash}, of
 *     this table of this workspace alone, because a run deletes what others left there
 */
record CopyTarget(ObjectName table, String folder) {

  private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");

  static CopyTarget of(CommonOptions common, CopyOptions options, ConnectionProfile profile) {
    ObjectName table = table(common, options, profile);
    String slug = OptionChecks.text(options.getAudience()).orElse(table.fullName());
    return new CopyTarget(table, StagedFolders.of(profile, slug, table));
  }

  private static ObjectName table(
      CommonOptions common, CopyOptions options, ConnectionProfile profile) {
    Optional<String> object = OptionChecks.text(common.getObject());
    if (object.isPresent()) {
      return ObjectName.parse(object.get());
    }
    String catalog =
        OptionChecks.text(options.getCatalog())
            .or(profile::catalog)
            .orElseThrow(
                () ->
                    OptionChecks.wrong(
                        "databricks:copy needs a catalog. Set the option catalog, or databricks.connections."
                            + profile.name()
                            + ".catalog."));
    String name =
        OptionChecks.text(options.getTable())
            .orElseGet(
                () ->
                    options.getPrefix()
                        + "_user_"
                        + options.getAudience().strip().replace('-', '_'));
    return new ObjectName(catalog, options.getSchema().strip(), name);
  }

  /** Either the path names the table, or audience and schema do. */
  static void check(CommonOptions common, CopyOptions options) {
    Optional<String> audience = OptionChecks.text(options.getAudience());
    audience.filter(text -> !SLUG.matcher(text).matches()).ifPresent(CopyTarget::notASlug);
    if (!OptionChecks.blank(common.getObject())) {
      if (!OptionChecks.blank(options.getCatalog())
          || !OptionChecks.blank(options.getSchema())
          || !OptionChecks.blank(options.getTable())) {
        throw OptionChecks.wrong(
            "databricks:copy:%s names the table. Leave out the options catalog, schema and table."
                .formatted(common.getObject()));
      }
      return;
    }
    if (OptionChecks.blank(options.getSchema())
        || (audience.isEmpty() && OptionChecks.blank(options.getTable()))) {
      throw OptionChecks.wrong(
          "databricks:copy needs a table: in its path, as in databricks:copy:main.crm.audience, or by the options schema and audience or table.");
    }
    if (OptionChecks.blank(options.getPrefix())) {
      throw OptionChecks.wrong("The option prefix must not be empty.");
    }
  }

  private static void notASlug(String audience) {
    throw OptionChecks.wrong(
        "The option audience is '"
            + audience
            + "'; allowed are 1 to 100 of a-z, 0-9, _ and -, the first a letter or digit.");
  }

  /** The folder of a run's objects. */
  String folder(String runId) {
    return folder + "/" + StagedFolders.part(runId);
  }
}
