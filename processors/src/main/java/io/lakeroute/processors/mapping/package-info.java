/** Mapping files, and how rows become the records that a target takes. */
package io.lakeroute.processors.mapping;
