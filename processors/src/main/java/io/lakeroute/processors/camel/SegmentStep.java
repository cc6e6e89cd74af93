package io.lakeroute.processors.camel;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Processor;
import org.apache.camel.support.service.ServiceSupport;

/**
 * What the steps over segments have in common: starting reads models and segments and checks them
 * against the real tables, without a statement. Thread-safe once started.
 */
abstract class SegmentStep extends ServiceSupport implements Processor, CamelContextAware {

  final SegmentSettings settings = new SegmentSettings();
  private CamelContext camelContext;
  private SegmentSources sources;

  @Override
  protected void doStart() {
    sources = SegmentSources.open(camelContext, settings);
  }

  @Override
  protected void doStop() throws Exception {
    if (sources != null) {
      sources.close();
    }
  }

  final SegmentSources sources() {
    return sources;
  }

  @Override
  public CamelContext getCamelContext() {
    return camelContext;
  }

  @Override
  public void setCamelContext(CamelContext camelContext) {
    this.camelContext = camelContext;
  }

  /** Where the models are: {@code file:} or {@code classpath:} patterns, by commas. */
  public void setModels(String models) {
    settings.models = models;
  }

  /** Where the segments are, likewise. */
  public void setDefinitions(String definitions) {
    settings.definitions = definitions;
  }

  /** The connection of models that name none. */
  public void setConnection(String connection) {
    settings.connection = connection;
  }
}
