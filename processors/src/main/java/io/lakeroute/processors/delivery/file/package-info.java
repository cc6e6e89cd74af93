/** What a segment or an arm of a journey found, as files with a manifest. */
package io.lakeroute.processors.delivery.file;
