// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.http;

/**
 * Who asks, and with what; immutable.
 *
 * @param principal a service principal's application id or a user's e-mail address
 */
public record Caller(String principal, String userAgent) {}
