/** Files that are complete when they have their name. */
package io.lakeroute.processors.files;
