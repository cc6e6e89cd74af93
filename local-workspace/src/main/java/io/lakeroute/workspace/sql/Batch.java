// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A run of rows as one Arrow record-batch message, in memory or in a spool file; immutable. */
public sealed interface Batch extends Serializable {

  long rows();

  int length();

  void copyTo(OutputStream out) throws IOException;

  byte[] bytes() throws IOException;

  /** A small batch, kept in memory. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never changed or compared
  record Held(long rows, byte[] bytes) implements Batch {

    @Override
    public int length() {
      return bytes.length;
    }

    @Override
    public void copyTo(OutputStream out) throws IOException {
      out.write(bytes);
    }
  }

  /** A batch in a file of its statement's spool. */
  record Spooled(long rows, int length, String file, long offset) implements Batch {

    @Override
    public void copyTo(OutputStream out) throws IOException {
      try (var channel = FileChannel.open(Path.of(file), StandardOpenOption.READ)) {
        var target = Channels.newChannel(out);
        for (long sent = 0; sent < length; ) {
          sent += channel.transferTo(offset + sent, length - sent, target);
        }
      }
    }

    @Override
    public byte[] bytes() throws IOException {
      var buffer = ByteBuffer.allocate(length);
      try (var channel = FileChannel.open(Path.of(file), StandardOpenOption.READ)) {
        while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
          // a read may return part of what was asked for
        }
      }
      return buffer.array();
    }
  }
}
