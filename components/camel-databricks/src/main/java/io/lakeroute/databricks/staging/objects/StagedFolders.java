// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging.objects;

import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.profile.ConnectionProfile;
import io.lakeroute.databricks.run.Hashes;
import java.util.regex.Pattern;

/** Paths of folders in a staging place. Stateless. */
public final class StagedFolders {

  /** What can be a part of a path as it is; anything else is hashed. */
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private static final int HASH = 20;
  private static final int SHORT = 8;

  private StagedFolders() {}

  /**
   * {@code tenant/name-hash}: of one table of one workspace alone, because those who stage there
   * delete what others left.
   *
   * @param name that people recognise
   */
  public static String of(ConnectionProfile profile, String name, ObjectName table) {
    String where = Hashes.sha256(profile.host() + "\n" + table.fullName()).substring(0, SHORT);
    return part(profile.tenant()) + "/" + part(name) + "-" + where;
  }

  /** A text as a part of a path. */
  public static String part(String text) {
    return PART.matcher(text).matches() ? text : Hashes.sha256(text).substring(0, HASH);
  }
}
