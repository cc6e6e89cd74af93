/** The small part of SQL that flows need: quoted names, conditions over parameters, one SELECT. */
package io.lakeroute.processors.sql;
