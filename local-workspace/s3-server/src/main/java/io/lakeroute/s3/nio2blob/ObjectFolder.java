// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.s3.nio2blob;

import java.nio.file.Path;
import org.gaul.s3proxy.nio2blob.AbstractNio2BlobStore;

/**
 * Buckets as folders below one folder, with server-side encryption headers taken and reported; safe
 * for threads. The name of this package matters: s3proxy recognizes a file store by it.
 */
public final class ObjectFolder extends AbstractNio2BlobStore {

  public ObjectFolder(Path folder) {
    super(folder);
  }

  /** Otherwise a request that asks for encryption is answered 501. */
  @Override
  public boolean supportsServerSideEncryption() {
    return true;
  }

  @Override
  public boolean supportsBucketEncryption() {
    return true;
  }
}
