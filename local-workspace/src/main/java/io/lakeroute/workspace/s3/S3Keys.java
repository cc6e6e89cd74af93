// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.s3;

/** The one pair of keys that the S3 server takes; what it prints leaves out the secret. */
public record S3Keys(String accessKey, String secretKey) {

  @Override
  public String toString() {
    return "S3Keys[" + accessKey + "]";
  }
}
