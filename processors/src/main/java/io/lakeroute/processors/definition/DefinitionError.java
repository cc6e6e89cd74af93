// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.definition;

/**
 * What is wrong with a definition; immutable.
 *
 * @param path where it is, as a JSON pointer
 * @param detail what is wrong and what is allowed; never a value of the definition
 */
public record DefinitionError(String path, String detail) {}
