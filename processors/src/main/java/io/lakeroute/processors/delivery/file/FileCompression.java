// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.file;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** How a file is compressed. */
public enum FileCompression {
  /** Not at all. */
  NONE {
    @Override
    OutputStream over(OutputStream out) {
      return out;
    }

    @Override
    public String extension() {
      return "";
    }
  },
  /** Without a time in its header, so that the same rows are the same bytes. */
  GZIP {
    @Override
    OutputStream over(OutputStream out) throws IOException {
      return new GZIPOutputStream(out, 65_536);
    }

    @Override
    public String extension() {
      return ".gz";
    }
  };

  /** The stream that compresses into another. */
  abstract OutputStream over(OutputStream out) throws IOException;

  /** What a file's name ends with. */
  public abstract String extension();

  /** The word in options and manifests. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
