// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.server;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes in small pieces: the JDK keeps, outside the heap and for every thread, a buffer as large
 * as that thread's largest write. Not safe for threads.
 */
final class PiecewiseOutput extends FilterOutputStream {

  private static final int PIECE = 64 * 1024;

  PiecewiseOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int done = 0; done < length; done += PIECE) {
      out.write(bytes, offset + done, Math.min(PIECE, length - done));
    }
  }
}
