// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

/** Results cannot be read from object storage; found out before any row of one was given out. */
public final class LinksUnusableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What stands in the way. */
  public enum Obstacle {
    /** Object storage cannot be reached from here. */
    STORAGE,
    /** Statements without a session run in another time zone than UTC. */
    TIME_ZONE,
    /** This result comes in a form that the reader does not know. */
    FORMAT
  }

  private final Obstacle obstacle;

  /**
   * @param message what is in the way, as a clause
   */
  LinksUnusableException(Obstacle obstacle, String message, Throwable cause) {
    super(message, cause);
    this.obstacle = obstacle;
  }

  public Obstacle obstacle() {
    return obstacle;
  }
}
