// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.application;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** What the managed beans of this process say; stateless. */
public final class ManagedBeans {

  private ManagedBeans() {}

  /** All that managed beans say. */
  public static String text() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    StringBuilder all = new StringBuilder();
    for (ObjectName name : server.queryNames(null, null)) {
      all.append(name).append('\n');
      for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
        try {
          all.append(server.getAttribute(name, attribute.getName())).append('\n');
        } catch (JMException | RuntimeException e) {
          all.append("not readable\n");
        }
      }
    }
    return all.toString();
  }
}
