// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.file;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.lakeroute.processors.files.PrivateFiles;
import io.lakeroute.processors.json.Sha256;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * A file as it is delivered, with what its manifest says of its bytes. Immutable; closing it
 * deletes the file.
 *
 * @param path where it is, for its owner only
 * @param rows rows in it, without the header line
 * @param bytes its size
 * @param sha256 of its bytes, in hex
 */
public record DeliveredFile(Path path, long rows, long bytes, String sha256)
    implements AutoCloseable {

  private static final int BLOCK = 65_536;

  /**
   * Makes it of its rows, in constant memory.
   *
   * @param lines the lines of the rows
   * @param columns for the header line of CSV; no line where there are none
   */
  static DeliveredFile make(
      Path lines, Path path, FileFormat format, FileCompression compression, List<String> columns)
      throws IOException {
    MessageDigest digest = Sha256.digest();
    LineCount count = new LineCount(format);
    try (FileChannel file = PrivateFiles.open(path, CREATE_NEW, WRITE)) {
      try (InputStream in = Files.newInputStream(lines);
          OutputStream out =
              compression.over(
                  new BufferedOutputStream(
                      new DigestOutputStream(Channels.newOutputStream(file), digest), BLOCK))) {
        if (format == FileFormat.CSV && !columns.isEmpty()) {
          header(columns, out);
        }
        byte[] block = new byte[BLOCK];
        for (int read = in.read(block); read >= 0; read = in.read(block)) {
          count.add(block, read);
          out.write(block, 0, read);
        }
      }
    }
    return new DeliveredFile(
        path, count.lines(), Files.size(path), HexFormat.of().formatHex(digest.digest()));
  }

  private static void header(List<String> columns, OutputStream out) throws IOException {
    try (LineWriter.Csv csv = LineWriter.csv(out)) {
      csv.record(columns);
    }
  }

  /** Counts lines; those within quotes of CSV do not end a row. */
  private static final class LineCount {
    private final boolean quotes;
    private boolean quoted;
    private long lines;

    private LineCount(FileFormat format) {
      this.quotes = format == FileFormat.CSV;
    }

    private void add(byte[] block, int length) {
      for (int i = 0; i < length; i++) {
        if (block[i] == '\n' && !quoted) {
          lines++;
        } else if (block[i] == '"' && quotes) {
          quoted = !quoted;
        }
      }
    }

    private long lines() {
      return lines;
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
