/** What callers ask of segments: statements to run, and answers made of their rows. */
package io.lakeroute.processors.segment.request;
