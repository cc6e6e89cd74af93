// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import java.net.http.HttpRequest;

/** Sends a request and says what came of it. Thread-safe. */
@FunctionalInterface
interface Calls {
  Reply send(HttpRequest request);
}
