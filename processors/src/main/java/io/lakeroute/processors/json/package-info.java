/** JSON written as a stream, with the types of rows kept, and digests of texts. */
package io.lakeroute.processors.json;
