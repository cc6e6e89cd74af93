/** The demo of {@code mvn -Pdemo}: the local workspace with TPC-DS data and the flows on top. */
package io.lakeroute.demo;
