/** Journeys: who of an audience goes where; pure, without Camel. */
package io.lakeroute.processors.journey;
