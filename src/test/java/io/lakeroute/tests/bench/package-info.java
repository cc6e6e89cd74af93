/** Benchmarks against the local workspace: ratios of one run, never tests with a clock. */
package io.lakeroute.tests.bench;
