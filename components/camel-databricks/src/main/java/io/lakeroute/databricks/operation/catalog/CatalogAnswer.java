// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

import java.util.function.Supplier;

/**
 * What Unity Catalog answered. Immutable.
 *
 * @param body lists and maps with values of rows
 * @param count of rows or entries in it
 * @param text the same as compact text, made when it is asked for
 */
public record CatalogAnswer(Object body, long count, Supplier<String> text) {}
