/** Parts of files in YAML or JSON that know their place, and what is wrong with them. */
package io.lakeroute.processors.definition;
