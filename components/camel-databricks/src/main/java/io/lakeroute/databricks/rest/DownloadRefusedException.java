// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.rest;

import java.io.IOException;

/** Object storage answered, but not with the bytes: the link has expired, or is not let through. */
public final class DownloadRefusedException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int status;

  DownloadRefusedException(int status) {
    super("The storage answered with status " + status);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
