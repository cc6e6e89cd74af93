package io.lakeroute.databricks.operation.query;

import io.lakeroute.databricks.result.StreamFormat;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The options of {@code query} alone. */
@Configurer(extended = true)
@UriParams
public class QueryOptions {

  @UriParam(
      label = "producer",
      defaultValue = "JSON_LINES",
      description = "How outputType=stream encodes rows.")
  private StreamFormat format = StreamFormat.JSON_LINES;

  public StreamFormat getFormat() {
    return format;
  }

  public void setFormat(StreamFormat format) {
    this.format = format;
  }
}
