// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * {@link DeliverFile} in a route, and an endpoint {@code direct:target} that keeps files, fails and
 * hangs as it is told; for one test.
 */
final class DeliveryRig implements AutoCloseable {

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final ProducerTemplate template = camel.createProducerTemplate();
  private final Map<String, String> files = Collections.synchronizedMap(new LinkedHashMap<>());
  private final List<String> arrivals = Collections.synchronizedList(new ArrayList<>());
  private final List<Map<String, Object>> headers = new ArrayList<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final CountDownLatch hanging = new CountDownLatch(1);
  private volatile boolean hangs;

  private DeliveryRig() {}

  /** Starts the step with its files in a folder. */
  static DeliveryRig start(Path directory, Consumer<DeliverFile> options) throws Exception {
    return start(directory, 0, options);
  }

  /** The same, behind an error handler that tries again so often. */
  static DeliveryRig start(Path directory, int redeliveries, Consumer<DeliverFile> options)
      throws Exception {
    var rig = new DeliveryRig();
    var step = new DeliverFile();
    step.setDirectory(directory.toString());
    step.setEndpoint("direct:target");
    options.accept(step);
    rig.camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:target").process(rig::take);
            from("direct:in")
                .errorHandler(
                    defaultErrorHandler().maximumRedeliveries(redeliveries).redeliveryDelay(1))
                .process(step);
            from("direct:split").split(body()).stopOnException().process(step);
            from("direct:loop").loop(2).setBody(constant("{\"id\":1}")).process(step);
          }
        });
    try {
      rig.camel.start();
    } catch (Exception e) {
      rig.camel.stop();
      throw e;
    }
    return rig;
  }

  private void take(Exchange exchange) throws Exception {
    String name = exchange.getMessage().getHeader(Exchange.FILE_NAME, String.class);
    if (hangs) {
      hanging.await();
    }
    if (!failures.isEmpty() && name.endsWith(failures.peek())) {
      failures.remove();
      throw new IOException("no space left");
    }
    arrivals.add(name);
    headers.add(new HashMap<>(exchange.getMessage().getHeaders()));
    try (InputStream body = exchange.getMessage().getMandatoryBody(InputStream.class)) {
      files.put(name, new String(body.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Has the next file fail whose name ends so. */
  void fail(String ending) {
    failures.add(ending);
  }

  void hang() {
    hangs = true;
  }

  Exchange send(Object body, Map<String, Object> headers) {
    return send("direct:in", body, headers);
  }

  Exchange send(String uri, Object body, Map<String, Object> headers) {
    return template.send(
        uri,
        exchange -> {
          exchange.getMessage().setBody(body);
          exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
  }

  /** The headers of a batch of the run {@code r1}. */
  static Map<String, Object> batch(long index, long offset, long rows, boolean last) {
    Map<String, Object> headers = new HashMap<>();
    headers.put("CamelDatabricksRunKey", "acme/segment/bread");
    headers.put("CamelDatabricksRunId", "r1");
    headers.put("CamelDatabricksFlow", "segment");
    headers.put("CamelDatabricksBatchIndex", index);
    headers.put("CamelDatabricksBatchOffset", offset);
    headers.put("CamelDatabricksBatchRows", rows);
    headers.put("CamelDatabricksRunComplete", last);
    return headers;
  }

  static Map<String, Object> with(Map<String, Object> headers, String name, Object value) {
    Map<String, Object> more = new HashMap<>(headers);
    more.put(name, value);
    return more;
  }

  /** What arrived, by name. */
  Map<String, String> files() {
    return files;
  }

  /** The names in the order of their arrival, each as often as it arrived. */
  List<String> arrivals() {
    return arrivals;
  }

  List<Map<String, Object>> headers() {
    return headers;
  }

  DefaultCamelContext camel() {
    return camel;
  }

  /** Regular files below a folder. */
  static List<String> below(Path folder) throws IOException {
    Queue<String> names = new ArrayDeque<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(Files::isRegularFile)
          .forEach(path -> names.add(folder.relativize(path).toString()));
    }
    return names.stream().sorted().toList();
  }

  @Override
  public void close() {
    hanging.countDown();
    camel.stop();
  }
}
