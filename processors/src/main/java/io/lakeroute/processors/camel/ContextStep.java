// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Processor;
import org.apache.camel.support.service.ServiceSupport;

/** A step of a route that Camel starts and stops, and that knows its context. */
abstract class ContextStep extends ServiceSupport implements Processor, CamelContextAware {

  private CamelContext camelContext;

  @Override
  public final CamelContext getCamelContext() {
    return camelContext;
  }

  @Override
  public final void setCamelContext(CamelContext camelContext) {
    this.camelContext = camelContext;
  }
}
