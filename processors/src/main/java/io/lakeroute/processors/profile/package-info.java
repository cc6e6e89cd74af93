/** Profiles: attributes, segments and last interactions of one key, from one look at the tables. */
package io.lakeroute.processors.profile;
