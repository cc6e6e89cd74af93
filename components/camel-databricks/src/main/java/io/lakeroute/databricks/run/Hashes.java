// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import io.lakeroute.databricks.result.Column;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;

/** Fingerprints of what must not be kept itself. Stateless. */
public final class Hashes {

  private Hashes() {}

  public static String sha256(String text) {
    return DigestUtils.sha256Hex(text);
  }

  public static String columns(List<Column> columns) {
    StringBuilder text = new StringBuilder();
    columns.forEach(c -> text.append(c.name()).append('\n').append(c.typeText()).append('\n'));
    return sha256(text.toString());
  }
}
