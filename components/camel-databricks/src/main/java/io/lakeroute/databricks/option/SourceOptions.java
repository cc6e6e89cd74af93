// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.option;

import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** Which rows of a table scheduled readers deliver. */
@Configurer(extended = true)
@UriParams
public class SourceOptions {

  @UriParam(
      label = "consumer",
      description =
          "Condition in SQL that rows must meet, as in status = 'active'. It is part of the"
              + " statement: set it in the route, never from a message.")
  private String filter;

  public String getFilter() {
    return filter;
  }

  public void setFilter(String filter) {
    this.filter = filter;
  }
}
