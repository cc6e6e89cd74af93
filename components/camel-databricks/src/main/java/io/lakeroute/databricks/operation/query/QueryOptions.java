// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.query;

import io.lakeroute.databricks.result.StreamFormat;
import java.time.Duration;
import org.apache.camel.Processor;
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

  @UriParam(
      label = "producer,advanced",
      defaultValue = "1h",
      javaType = "java.time.Duration",
      description =
          "How long the rows of outputType=stream or batches may be read. After that the result is"
              + " given up and the reader gets an error, so that a reader that hangs holds no place"
              + " at the warehouse.")
  private Duration streamTimeout = Duration.ofHours(1);

  @UriParam(
      label = "consumer",
      description =
          "Bean that sets the statement before each run, instead of the option sql: a"
              + " org.apache.camel.Processor that sets the exchange property CamelDatabricksStatement,"
              + " and the header CamelDatabricksParameters. With the exchange property"
              + " CamelDatabricksPin a run that breaks off can resume.")
  private Processor prepare;

  public Processor getPrepare() {
    return prepare;
  }

  public void setPrepare(Processor prepare) {
    this.prepare = prepare;
  }

  public StreamFormat getFormat() {
    return format;
  }

  public void setFormat(StreamFormat format) {
    this.format = format;
  }

  public Duration getStreamTimeout() {
    return streamTimeout;
  }

  public void setStreamTimeout(Duration streamTimeout) {
    this.streamTimeout = streamTimeout;
  }
}
