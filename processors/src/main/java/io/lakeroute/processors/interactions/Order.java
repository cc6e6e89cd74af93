// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

/** The direction of a page; NULL sort values come last in either. */
public enum Order {
  ASC,
  DESC
}
