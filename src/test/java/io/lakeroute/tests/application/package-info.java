/** The application under test. */
package io.lakeroute.tests.application;
