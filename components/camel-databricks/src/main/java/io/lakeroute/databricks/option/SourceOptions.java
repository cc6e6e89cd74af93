package io.lakeroute.databricks.option;

import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** Which columns and rows of a table scheduled readers deliver, each option declared once. */
@Configurer(extended = true)
@UriParams
public class SourceOptions {

  @UriParam(
      label = "consumer",
      description =
          "Columns to deliver, separated by commas; timestamp and key come with them. The default"
              + " is all.")
  private String fields;

  @UriParam(
      label = "consumer",
      description =
          "Condition in SQL that rows must meet, as in status = 'active'. It is part of the"
              + " statement: set it in the route, never from a message.")
  private String filter;

  public String getFields() {
    return fields;
  }

  public void setFields(String fields) {
    this.fields = fields;
  }

  public String getFilter() {
    return filter;
  }

  public void setFilter(String filter) {
    this.filter = filter;
  }
}
