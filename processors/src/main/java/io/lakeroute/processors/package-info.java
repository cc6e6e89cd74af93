/** Mapping, paging and encoding of records, as JDK types. */
package io.lakeroute.processors;
