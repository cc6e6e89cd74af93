/** The application that runs the flows. */
package io.lakeroute.routes;
