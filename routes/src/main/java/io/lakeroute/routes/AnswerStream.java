// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body that ends where its reader hangs up: Camel would log each broken off read as a failure of
 * the route. For one reading thread; giving up is safe from any thread.
 */
final class AnswerStream extends FilterInputStream {

  private static final int END = -1;

  private volatile boolean givenUp;

  AnswerStream(InputStream body) {
    super(body);
  }

  /** Nobody reads it any more. */
  void giveUp() throws IOException {
    givenUp = true;
    close();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) == END ? END : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return givenUp ? END : super.read(target, offset, length);
    } catch (IOException | RuntimeException e) {
      if (givenUp) {
        return END;
      }
      throw e;
    }
  }
}
