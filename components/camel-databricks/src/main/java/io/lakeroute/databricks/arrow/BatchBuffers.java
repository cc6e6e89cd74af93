// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.RecordBatch;

/**
 * Hands out the nodes and buffers of a record batch in their order. For one thread.
 *
 * <p>Throws {@link IndexOutOfBoundsException} where there are none left, or where one does not lie
 * within the body.
 */
final class BatchBuffers {

  private final RecordBatch batch;
  private final byte[] body;
  private int nextNode;
  private int nextBuffer;

  BatchBuffers(RecordBatch batch, byte[] body) {
    this.batch = batch;
    this.body = body;
  }

  FieldNode node() {
    if (nextNode >= batch.nodesLength()) {
      throw new IndexOutOfBoundsException("the batch has too few columns");
    }
    return batch.nodes(nextNode++);
  }

  /** The next buffer, which must have at least so many bytes. */
  Region buffer(long needed) {
    if (nextBuffer >= batch.buffersLength()) {
      throw new IndexOutOfBoundsException("the batch has too few buffers");
    }
    Buffer buffer = batch.buffers(nextBuffer++);
    if (buffer.offset() < 0
        || buffer.length() < 0
        || buffer.length() > body.length
        || buffer.offset() > body.length - buffer.length()) {
      throw new IndexOutOfBoundsException("a buffer lies outside of the body");
    }
    return new Region(body, (int) buffer.offset(), (int) buffer.length()).atLeast(needed);
  }

  /** The buffer that every node with values begins with. */
  Validity validity(FieldNode node) {
    int rows = Math.toIntExact(node.length());
    Region bits = buffer(0);
    return node.nullCount() == 0 ? Validity.all(rows) : Validity.of(rows, bits);
  }

  /** Whether every node and buffer was taken. */
  boolean exhausted() {
    return nextNode == batch.nodesLength() && nextBuffer == batch.buffersLength();
  }
}
