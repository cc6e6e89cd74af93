// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsole.MediaType;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.spi.DumpRoutesStrategy;
import org.slf4j.LoggerFactory;

/**
 * All that a Camel shows of itself to whoever operates it: its log at TRACE, failures, health
 * checks, dumps of routes, developer consoles and managed beans. For one test; closing it sets the
 * log back.
 */
final class Shown implements AutoCloseable {

  private static final List<String> LOUD = List.of("org.apache.camel", "io.lakeroute");

  /**
   * Consoles that say nothing of Kamelets. The one of properties shows all settings as they are, as
   * docs/connections.md says.
   */
  private static final Set<String> SILENT = Set.of("jvm", "heap-dump", "properties");

  private final Map<String, StringBuffer> texts = new ConcurrentHashMap<>();
  private final Map<Logger, Level> before = new LinkedHashMap<>();
  private final Lines lines = new Lines();

  Shown() {
    lines.start();
    for (String name : LOUD) {
      Logger logger = (Logger) LoggerFactory.getLogger(name);
      before.put(logger, logger.getLevel());
      logger.setLevel(Level.TRACE);
      logger.setAdditive(false);
      logger.addAppender(lines);
    }
  }

  /** What each place has shown so far, by the name of the place. */
  Map<String, StringBuffer> texts() {
    return texts;
  }

  String text(String place) {
    return texts.getOrDefault(place, new StringBuffer()).toString();
  }

  void failed(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    add("failure", text);
  }

  /** Looks into all places that have to be asked. */
  void ask(CamelContext camel) throws JMException {
    HealthCheckHelper.invoke(camel, "full")
        .forEach(
            result -> {
              add("health", result.getCheck().getId() + " " + result.getState());
              add("health", result.getMessage().orElse("") + " " + result.getDetails());
              result.getError().ifPresent(this::failed);
            });
    dump(camel);
    consoles(camel);
    beans();
  }

  private void dump(CamelContext camel) {
    DumpRoutesStrategy strategy =
        camel.getCamelContextExtension().getContextPlugin(DumpRoutesStrategy.class);
    strategy.setResolvePlaceholders(true);
    strategy.setUriAsParameters(true);
    for (String format : List.of("yaml", "xml")) {
      add("log", "dump of routes as " + format);
      strategy.dumpRoutes(format);
    }
  }

  private void consoles(CamelContext camel) {
    DevConsoleRegistry registry =
        camel.getCamelContextExtension().getContextPlugin(DevConsoleRegistry.class);
    registry.loadDevConsoles();
    registry.stream().filter(console -> !SILENT.contains(console.getId())).forEach(this::call);
  }

  private void call(DevConsole console) {
    for (MediaType type : MediaType.values()) {
      if (console.supportMediaType(type)) {
        try {
          add("consoles", console.getId() + " " + console.call(type, Map.of()));
        } catch (RuntimeException e) {
          failed(e);
        }
      }
    }
  }

  private void beans() throws JMException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    for (ObjectName name : server.queryNames(new ObjectName("org.apache.camel:*"), null)) {
      add("beans", name);
      for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
        try {
          add("beans", attribute.getName() + " " + server.getAttribute(name, attribute.getName()));
        } catch (JMException | RuntimeException e) {
          failed(e);
        }
      }
      for (MBeanOperationInfo operation : server.getMBeanInfo(name).getOperations()) {
        if (operation.getName().matches("(dump|list|explain|property).*(Xml|Yaml|json|Json|s)")
            && List.of(operation.getSignature()).stream()
                .allMatch(argument -> argument.getType().equals("boolean"))) {
          call(server, name, operation);
        }
      }
    }
  }

  private void call(MBeanServer server, ObjectName name, MBeanOperationInfo operation) {
    int arguments = operation.getSignature().length;
    Object[] all = new Object[arguments];
    String[] types = new String[arguments];
    for (int i = 0; i < arguments; i++) {
      all[i] = true;
      types[i] = "boolean";
    }
    try {
      add(
          "beans",
          operation.getName() + " " + server.invoke(name, operation.getName(), all, types));
    } catch (JMException | RuntimeException e) {
      failed(e);
    }
  }

  private void add(String place, Object text) {
    texts.computeIfAbsent(place, name -> new StringBuffer()).append(text).append('\n');
  }

  @Override
  public void close() {
    before.forEach(
        (logger, level) -> {
          logger.setLevel(level);
          logger.setAdditive(true);
          logger.detachAppender(lines);
        });
    lines.stop();
  }

  /** The log, with the messages of failures. */
  private final class Lines extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      add(
          "log",
          event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage());
      for (IThrowableProxy each = event.getThrowableProxy(); each != null; each = each.getCause()) {
        add("log", each.getMessage());
      }
    }
  }
}
