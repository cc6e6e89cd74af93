// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.sql.ProbePlan;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;

/** Finds, under Camel's wrappers, the sentence that says what went wrong; stateless. */
public final class FailureReason {

  private FailureReason() {}

  /** The message of the first failure that is not one of Camel's own; else of the last of these. */
  public static String of(Throwable failure) {
    Throwable each = unwrapped(failure);
    return each.getMessage() == null ? each.toString() : each.getMessage();
  }

  /**
   * What the component's own failure has as properties of a bean, so that nothing here needs its
   * type.
   */
  static ProbePlan.Failure described(CamelContext camelContext, Throwable failure) {
    Throwable own = unwrapped(failure);
    Object grant = property(camelContext, own, "missingPrivilege");
    return new ProbePlan.Failure(
        property(camelContext, own, "reason").toString(),
        grant instanceof Optional<?> known ? known.map(Object::toString).orElse("") : "");
  }

  private static Object property(CamelContext camelContext, Throwable failure, String name) {
    return PluginHelper.getBeanIntrospection(camelContext)
        .getOrElseProperty(failure, name, "", true);
  }

  /** The first failure that is not one of Camel's own; else the last of these. */
  static Throwable unwrapped(Throwable failure) {
    Throwable each = failure;
    while (each.getCause() != null && each.getClass().getName().startsWith("org.apache.camel.")) {
      each = each.getCause();
    }
    return each;
  }
}
