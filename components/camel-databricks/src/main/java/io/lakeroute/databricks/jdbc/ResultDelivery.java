// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.jdbc;

/** How the rows of a session's statements come. */
public enum ResultDelivery {
  /** Small results in the reply, others from object storage. */
  LINKS,
  /** All in replies, page by page, which only Thrift offers for large results. */
  REPLIES
}
