// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

/** Why a record does not reach an API; the name is the reason that rejects have. */
public enum RejectReason {
  /** A required field has no value. */
  MISSING_FIELD,
  /** The value is not an e-mail address. */
  NOT_AN_EMAIL,
  /** The value is not a phone number with a country code. */
  NOT_A_PHONE,
  /** The value has no date, or not the parts that the pattern of the field needs. */
  NOT_A_DATE,
  /** A list, an object or a value without a JSON form stands where a text is needed. */
  NOT_A_TEXT,
  /** The value has no faithful form in JSON: NaN, an infinity, binary, half of a character. */
  NO_JSON_FORM,
  /** The API refused a request that had only this record. */
  REFUSED_ALONE,
  /** The API accepted the request and refused this record. */
  REFUSED
}
