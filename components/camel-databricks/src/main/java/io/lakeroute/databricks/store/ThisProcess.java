// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.store;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;

/**
 * What tells this process from others, and from the ones before it on the same machine. Stateless.
 */
public final class ThisProcess {

  /** Host and process id, for people. */
  public static final String NAME = host() + ":" + ProcessHandle.current().pid();

  /** A container restarts with the same host and process id: the start tells them apart. */
  private static final String ID =
      NAME
          + "@"
          + ProcessHandle.current().info().startInstant().orElseGet(Instant::now).toEpochMilli();

  /** What the names of all owners in this process begin with. */
  static final String PREFIX = ID + "#";

  private ThisProcess() {}

  /**
   * A name for one of the owners in this process.
   *
   * @param owner told from the others by its identity
   */
  public static String owner(Object owner) {
    return PREFIX + System.identityHashCode(owner);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
