// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

/** The value of a field, or the reason why a row has none; immutable. */
sealed interface FormedValue {

  /** A value with a JSON form. */
  record Value(Object value) implements FormedValue {}

  /** No value, where none is needed. */
  record Absent() implements FormedValue {}

  /** The row is rejected. */
  record Misfit(RejectReason reason, String field) implements FormedValue {}
}
