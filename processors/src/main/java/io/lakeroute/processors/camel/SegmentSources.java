// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.definition.DefinitionException;
import io.lakeroute.processors.journey.Journey;
import io.lakeroute.processors.journey.JourneyReader;
import io.lakeroute.processors.journey.Journeys;
import io.lakeroute.processors.segment.ModelReader;
import io.lakeroute.processors.segment.Segment;
import io.lakeroute.processors.segment.SegmentModel;
import io.lakeroute.processors.segment.SegmentReader;
import io.lakeroute.processors.segment.Segments;
import io.lakeroute.processors.segment.TableColumns;
import io.lakeroute.processors.segment.request.SegmentQuestions;
import io.lakeroute.processors.segment.request.WriteBack;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/** The segments of a flow, for its one connection or for each of its tenants. Thread-safe. */
final class SegmentSources implements Closeable {

  private static final String TENANT = "{tenant}";

  private final CamelContext camelContext;
  private final SegmentSettings settings;
  private final List<Closeable> opened = new ArrayList<>();
  private final PerTenant<BoundSegments> bound;

  private record Files(
      List<SegmentModel> models,
      List<Segment> segments,
      List<Journey> journeys,
      WriteBack writeBack) {}

  SegmentSources(CamelContext camelContext, SegmentSettings settings) {
    this.camelContext = camelContext;
    this.settings = settings;
    this.bound = settings.tenants.isBlank() ? PerTenant.only(single()) : tenants();
  }

  private BoundSegments single() {
    Files files = read("");
    if (settings.writeBack) {
      files.models().stream()
          .map(model -> model.connection().orElse(settings.connection))
          .distinct()
          .forEach(connection -> TableCatalog.checkChanges(camelContext, connection));
    }
    return bind(files, Optional.empty());
  }

  /** Files are read now, and tables looked at with the first message of their tenant. */
  private PerTenant<BoundSegments> tenants() {
    TableCatalog.check(camelContext, settings.tenants);
    Map<String, TableCatalog.Tenant> named = TableCatalog.Tenant.named(settings.tenants);
    Map<String, Files> files = new LinkedHashMap<>();
    for (String tenant : named.keySet()) {
      Files read = read(tenant);
      for (SegmentModel model : read.models()) {
        if (model.connection().isPresent()) {
          throw new IllegalArgumentException(
              "Model "
                  + model.name()
                  + " names a connection, and the flow has tenants. Remove it from the model.");
        }
      }
      files.put(tenant, read);
    }
    return new PerTenant<>(
        named.keySet(), tenant -> bind(files.get(tenant), Optional.of(named.get(tenant))));
  }

  private Files read(String tenant) {
    return new Files(
        read("model", "Models", settings.models, tenant, ModelReader::read),
        optional("segment", "Segments", settings.definitions, tenant, SegmentReader::read),
        optional("journey", "Journeys", settings.journeys, tenant, JourneyReader::read),
        WriteBack.of(
            settings.writeBack, patterns("materializeIn", settings.materializeIn, tenant)));
  }

  private <T> List<T> optional(
      String kind, String what, String patterns, String tenant, Parsing<T> parsing) {
    return patterns.isBlank() ? List.of() : read(kind, what, patterns, tenant, parsing);
  }

  private <T> List<T> read(
      String kind, String what, String patterns, String tenant, Parsing<T> parsing) {
    return new FilesByPattern<T>(camelContext, kind, (name, yaml) -> located(name, yaml, parsing))
        .read(patterns(what, patterns, tenant));
  }

  private static String patterns(String what, String patterns, String tenant) {
    if (tenant.isEmpty() && patterns.contains(TENANT)) {
      throw new IllegalArgumentException(
          what + " '" + patterns + "' have a place for a tenant, and there are no tenants");
    }
    return patterns.replace(TENANT, tenant);
  }

  private interface Parsing<T> {
    T read(InputStream yaml) throws IOException;
  }

  private static <T> T located(String file, InputStream yaml, Parsing<T> parsing)
      throws IOException {
    try {
      return parsing.read(yaml);
    } catch (DefinitionException e) {
      throw new IllegalArgumentException("File " + file + " cannot be used. " + e.getMessage(), e);
    }
  }

  private BoundSegments bind(Files files, Optional<TableCatalog.Tenant> tenant) {
    TableCatalog catalog = new TableCatalog(camelContext, tenant);
    Segments segments;
    Journeys journeys;
    try {
      segments =
          new Segments(
              files.models(),
              files.segments(),
              (model, table) ->
                  columns(catalog.columns(table, model.connection().orElse(settings.connection))));
      journeys = new Journeys(files.journeys(), segments);
    } catch (RuntimeException e) {
      // A tenant's next message tries again, with a catalog of its own.
      catalog.close();
      throw e;
    }
    ScheduledSegments runs = new ScheduledSegments(camelContext, tenant, settings.runFlow);
    synchronized (opened) {
      opened.add(catalog);
      opened.add(runs);
    }
    return new BoundSegments(
        new SegmentQuestions(
            segments,
            // A tenant is a connection: an endpoint takes one of the two.
            tenant.isPresent() ? "" : settings.connection,
            settings.adHoc,
            settings.maxPreview,
            files.writeBack(),
            new CatalogFacts(catalog, runs)),
        journeys,
        catalog);
  }

  /** The columns as the catalog lists them. */
  static TableColumns columns(List<?> rows) {
    Map<String, String> columns = new LinkedHashMap<>();
    rows.stream()
        .map(row -> (Map<?, ?>) row)
        .forEach(row -> columns.put((String) row.get("name"), (String) row.get("type")));
    return new TableColumns(columns);
  }

  /** Those of the one connection. */
  BoundSegments one() {
    return bound.one();
  }

  /** Those of the message. */
  BoundSegments of(Exchange exchange) throws Exception {
    return bound.of(exchange);
  }

  @Override
  public void close() throws IOException {
    synchronized (opened) {
      for (Closeable each : opened) {
        each.close();
      }
    }
  }
}
