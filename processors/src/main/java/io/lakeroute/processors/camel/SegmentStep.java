// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

/**
 * What the steps over segments have in common: starting reads models and segments and checks them
 * against the real tables, without a statement. Thread-safe once started.
 */
abstract class SegmentStep extends ContextStep {

  final SegmentSettings settings = new SegmentSettings();
  private SegmentSources sources;

  @Override
  protected void doStart() {
    sources = new SegmentSources(getCamelContext(), settings);
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

  /** Where the models are: {@code file:} or {@code classpath:} patterns, by commas. */
  public void setModels(String models) {
    settings.models = models;
  }

  /** Where the segments are, likewise. */
  public void setDefinitions(String definitions) {
    settings.definitions = definitions;
  }

  /** Where the journeys are, likewise; empty for none. */
  public void setJourneys(String journeys) {
    settings.journeys = journeys;
  }

  /** The connection of models that name none. */
  public void setConnection(String connection) {
    settings.connection = connection;
  }
}
