// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

/**
 * How much a sample reads and shows. Immutable.
 *
 * @param rows in the answer
 * @param mode which rows
 * @param statisticsRows what the statistics are made from; 0 for none
 * @param valueLength characters after which a text is cut
 */
public record SampleLimits(int rows, SampleMode mode, int statisticsRows, int valueLength) {}
