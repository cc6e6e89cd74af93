/**
 * Audiences written as rules: read, bound to the columns of their sources, and compiled to one
 * statement.
 */
package io.lakeroute.processors.segment;
