/**
 * The {@code databricks:} component: everything Lakeroute asks of a Databricks workspace goes
 * through here.
 */
package io.lakeroute.databricks;
