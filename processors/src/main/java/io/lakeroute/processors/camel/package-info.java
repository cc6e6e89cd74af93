/** Thin Camel adapters: the only place in this module that sees an exchange. */
package io.lakeroute.processors.camel;
