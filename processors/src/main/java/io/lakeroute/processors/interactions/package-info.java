/** On-demand interactions: mapping files, one statement per source, merged pages, cursors, JSON. */
package io.lakeroute.processors.interactions;
