// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where records go, in which form, and with which credentials; immutable.
 *
 * @param name what messages call it
 * @param url what the paths of the template follow
 * @param template how the API wants records
 * @param credentials the header that proves who sends
 * @param connectTimeout how long a connection may take
 * @param form how records are made of rows
 * @param parameters values of the template's parameters
 */
public record Destination(
    String name,
    String url,
    Template template,
    Optional<Credentials> credentials,
    Duration connectTimeout,
    RecordForm form,
    Map<String, String> parameters) {

  public Destination {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /**
   * The kind of request that makes a change.
   *
   * @throws DeliveryException CONFIGURATION where the template has none
   */
  RequestForm request(DeliveryKey.Change change) {
    return Optional.ofNullable(template.requests().get(change))
        .orElseThrow(
            () ->
                new DeliveryException(
                    "CONFIGURATION",
                    "The destination '%s' cannot remove people: its template %s has no 'remove'. Add the request that removes people to the template, or 'remove: none' where people who leave need no request."
                        .formatted(name, template.name())));
  }

  URI uri(RequestForm request) {
    return URI.create(
        url
            + Placeholders.replace(
                request.path(),
                parameters,
                value -> URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20")));
  }

  BodyForm body(RequestForm request) {
    return new BodyForm(request.body(), template.record(), form.names(), parameters);
  }
}
