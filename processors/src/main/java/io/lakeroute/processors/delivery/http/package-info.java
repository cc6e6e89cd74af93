/** Delivers records to HTTP APIs, each request with the effect of one. */
package io.lakeroute.processors.delivery.http;
