// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.file;

import java.util.Locale;

/** How the rows of a file are written. */
public enum FileFormat {
  /** RFC 4180 with a header line, UTF-8 and LF; NULL is an empty field, the empty text is "". */
  CSV,
  /** One JSON object in each line. */
  JSONL;

  /** The word in options, manifests and file names. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
