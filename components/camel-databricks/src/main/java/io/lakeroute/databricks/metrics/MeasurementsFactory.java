// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.CamelContext;

/** Finds out whether there is something to write measurements to. Stateless. */
public final class MeasurementsFactory {

  private static final String MICROMETER = "io.micrometer.core.instrument.MeterRegistry";

  private static final String NOBODY = "none";

  private MeasurementsFactory() {}

  /**
   * Micrometer when the application has a meter registry, else nothing; Micrometer need not be on
   * the class path.
   */
  public static Measurements of(
      CamelContext context, String connection, String tenant, String operation) {
    if (context.getClassResolver().resolveClass(MICROMETER) == null) {
      return Measurements.NONE;
    }
    return Found.of(context, connection, tenant, operation);
  }

  /** For messages that belong to no tenant, and so to no connection. */
  public static Measurements ofNobody(CamelContext context, String operation) {
    return of(context, NOBODY, NOBODY, operation);
  }

  /** Loaded only where Micrometer is. */
  private static final class Found {
    static Measurements of(
        CamelContext context, String connection, String tenant, String operation) {
      return context.getRegistry().findByType(MeterRegistry.class).stream()
          .findFirst()
          .<Measurements>map(
              registry -> new MicrometerMeasurements(registry, connection, tenant, operation))
          .orElse(Measurements.NONE);
    }
  }
}
