// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.deploy;

import java.util.Map;

/** The variables that Kubernetes adds to pods for a Service of the same namespace; stateless. */
final class ServiceLinks {

  private ServiceLinks() {}

  /**
   * Those of one Service.
   *
   * @param service its name in capitals, with underscores
   */
  static Map<String, String> of(String service, String address, int port) {
    String url = "tcp://" + address + ":" + port;
    String tcp = service + "_PORT_" + port + "_TCP";
    return Map.of(
        service + "_SERVICE_HOST",
        address,
        service + "_SERVICE_PORT",
        String.valueOf(port),
        service + "_SERVICE_PORT_HTTP",
        String.valueOf(port),
        service + "_PORT",
        url,
        tcp,
        url,
        tcp + "_PROTO",
        "tcp",
        tcp + "_PORT",
        String.valueOf(port),
        tcp + "_ADDR",
        address);
  }
}
