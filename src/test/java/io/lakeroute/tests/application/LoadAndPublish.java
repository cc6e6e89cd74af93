// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.application;

import org.apache.camel.builder.RouteBuilder;

/** A route that exports what it is sent. */
public final class LoadAndPublish extends RouteBuilder {

  private final String from;
  private final String copy;

  /**
   * @param from its endpoint
   * @param copy the endpoint {@code databricks:copy} with all options but the action
   */
  public LoadAndPublish(String from, String copy) {
    this.from = from;
    this.copy = copy;
  }

  @Override
  public void configure() {
    String uri = copy + (copy.contains("?") ? "&" : "?") + "action=";
    from(from).routeId(from.replaceFirst("^direct:", "")).to(uri + "load").to(uri + "publish");
  }
}
