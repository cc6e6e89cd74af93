// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.apache.arrow.flatbuf.Message;

/** Cuts an Arrow IPC stream into its messages. For one stream and one thread. */
final class MessageReader {

  private static final int CONTINUATION = -1;
  private static final int LZ4_FRAME = 0x184D2204;

  /** Up to here the room for a message is made before its bytes are there. */
  private static final int USUAL = 32 << 20;

  /** A longer one can only be a length that was read wrong. */
  private static final long LONGEST = 1L << 30;

  private final InputStream in;

  /** A message: what it is, and the buffers of its columns. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Part(Message head, byte[] body) {}

  MessageReader(InputStream in) {
    this.in = in;
  }

  /** The next message; none at the end of the stream. */
  Optional<Part> next() throws IOException {
    byte[] prefix = in.readNBytes(2 * Integer.BYTES);
    if (prefix.length == 0) {
      return Optional.empty();
    }
    ByteBuffer lengths = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN);
    if (prefix.length < 2 * Integer.BYTES || lengths.getInt() != CONTINUATION) {
      throw notArrow(prefix);
    }
    int length = lengths.getInt();
    if (length == 0) {
      return Optional.empty();
    }
    Message head =
        Message.getRootAsMessage(ByteBuffer.wrap(bytes(length)).order(ByteOrder.LITTLE_ENDIAN));
    return Optional.of(new Part(head, bytes(head.bodyLength())));
  }

  private byte[] bytes(long length) throws IOException {
    if (length < 0 || length > LONGEST) {
      throw new ArrowFormatException("The Arrow stream has a message of " + length + " bytes");
    }
    byte[] bytes = length <= USUAL ? upTo((int) length) : in.readNBytes((int) length);
    if (bytes.length < length) {
      throw new ArrowFormatException("The Arrow stream is cut off");
    }
    return bytes;
  }

  private byte[] upTo(int length) throws IOException {
    byte[] bytes = new byte[length];
    int read = in.readNBytes(bytes, 0, length);
    return read == length ? bytes : Arrays.copyOf(bytes, read);
  }

  private static IOException notArrow(byte[] prefix) {
    boolean lz4 =
        prefix.length >= Integer.BYTES
            && ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getInt() == LZ4_FRAME;
    if (lz4) {
      throw new UnsupportedArrowException("The result is compressed with LZ4");
    }
    return new ArrowFormatException("What came is no Arrow stream, or is cut off");
  }
}
