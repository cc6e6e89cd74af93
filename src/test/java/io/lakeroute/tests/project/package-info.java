/** Lakeroute as it is used outside of this checkout: by Maven, in a project, by the Camel CLI. */
package io.lakeroute.tests.project;
