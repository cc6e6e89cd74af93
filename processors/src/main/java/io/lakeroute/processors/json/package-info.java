/** JSON written as a stream, with the types of rows kept. */
package io.lakeroute.processors.json;
