/** What deliveries to any place have in common. */
package io.lakeroute.processors.delivery;
