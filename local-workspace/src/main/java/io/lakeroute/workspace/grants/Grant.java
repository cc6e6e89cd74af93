// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.grants;

/**
 * One privilege of one principal; immutable.
 *
 * @param place what it was granted on: a securable, or what that is in
 */
public record Grant(String principal, Privilege privilege, Securable place) {}
