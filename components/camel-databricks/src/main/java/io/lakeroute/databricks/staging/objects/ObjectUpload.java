// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging.objects;

import java.io.OutputStream;

/**
 * One object on its way, in constant memory. For one thread.
 *
 * <p>Nothing is to be seen at its path before {@link #complete()}. {@link #close()} aborts an
 * upload that is not complete, so that a try block never leaves a part of an object.
 */
public abstract class ObjectUpload extends OutputStream {

  /** Makes the object visible, whole. */
  public abstract void complete();

  /** Gives the upload up; nothing of it stays. */
  @Override
  public abstract void close();
}
