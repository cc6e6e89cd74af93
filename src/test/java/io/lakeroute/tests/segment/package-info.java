/** What tests, proofs and benchmarks of segments share: models on real tables, and a naive twin. */
package io.lakeroute.tests.segment;
