/** Reads statements with Spark's own grammar, to judge them before they are sent. */
package io.lakeroute.databricks.statement.guard;
