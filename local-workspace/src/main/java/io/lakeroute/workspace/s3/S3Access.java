// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.s3;

/** How to reach the workspace's bucket. */
public record S3Access(String endpoint, S3Keys keys) {

  /** Any would do; clients sign with it. */
  public static final String REGION = "us-east-1";

  /** There from the start. */
  public static final String BUCKET = "workspace";
}
