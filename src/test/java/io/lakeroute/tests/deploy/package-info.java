/** What {@code deploy/} holds is valid, is safe, and runs. */
package io.lakeroute.tests.deploy;
