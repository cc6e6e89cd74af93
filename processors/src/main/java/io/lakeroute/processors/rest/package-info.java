/** What REST flows share: problems, safe echoes, credentials of callers. */
package io.lakeroute.processors.rest;
