// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** A request's body: a stream for what is large, bytes for the rest. For one thread. */
public final class RequestBody {

  private final InputStream in;
  private byte[] bytes;

  public RequestBody(InputStream in) {
    this.in = in;
  }

  public static RequestBody none() {
    return new RequestBody(InputStream.nullInputStream());
  }

  /** The body as it arrives, to be read once and instead of {@link #bytes}. */
  public InputStream stream() {
    return in;
  }

  byte[] bytes() {
    if (bytes == null) {
      try {
        bytes = in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read the request's body", e);
      }
    }
    return bytes;
  }

  /** Reads what nobody wanted, so that a client that still sends it can read its reply. */
  public void discard() throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }
}
