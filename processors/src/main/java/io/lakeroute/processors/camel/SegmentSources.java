// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.journey.Journeys;
import io.lakeroute.processors.segment.SegmentModel;
import io.lakeroute.processors.segment.Segments;
import io.lakeroute.processors.segment.TableColumns;
import io.lakeroute.processors.segment.request.ModelQuestions;
import io.lakeroute.processors.segment.request.SegmentQuestions;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/** The segments of a flow, for its one connection or for each of its tenants. Thread-safe. */
final class SegmentSources implements Closeable {

  private final CamelContext camelContext;
  private final SegmentSettings settings;
  private final List<Closeable> opened = new ArrayList<>();
  private final PerTenant<BoundSegments> bound;
  private final PerTenant<ModelQuestions> unbound;

  SegmentSources(CamelContext camelContext, SegmentSettings settings) {
    this.camelContext = camelContext;
    this.settings = settings;
    Map<String, SegmentFiles> files = new LinkedHashMap<>();
    if (settings.tenants.isBlank()) {
      SegmentFiles only = SegmentFiles.read(camelContext, settings, "");
      this.bound = PerTenant.only(single(settings.bound ? only : only.unbound()));
      this.unbound = PerTenant.only(questions(only, Optional.empty()));
    } else {
      TableCatalog.check(camelContext, settings.tenants);
      Map<String, TableCatalog.Tenant> named = TableCatalog.Tenant.named(settings.tenants);
      named.keySet().forEach(tenant -> files.put(tenant, ofTenant(tenant)));
      this.unbound =
          new PerTenant<>(
              named.keySet(),
              tenant -> questions(files.get(tenant), Optional.of(named.get(tenant))));
      // Files are read now, and tables looked at with the first message of their tenant.
      this.bound =
          new PerTenant<>(
              named.keySet(), tenant -> bind(files.get(tenant), Optional.of(named.get(tenant))));
    }
  }

  private BoundSegments single(SegmentFiles files) {
    if (settings.writeBack) {
      files.models().stream()
          .map(model -> model.connection().orElse(settings.connection))
          .distinct()
          .forEach(connection -> TableCatalog.checkChanges(camelContext, connection));
    }
    return bind(files, Optional.empty());
  }

  private SegmentFiles ofTenant(String tenant) {
    SegmentFiles read = SegmentFiles.read(camelContext, settings, tenant);
    for (SegmentModel model : read.models()) {
      if (model.connection().isPresent()) {
        throw new IllegalArgumentException(
            "Model "
                + model.name()
                + " names a connection, and the flow has tenants. Remove it from the model.");
      }
    }
    return read;
  }

  /** What can be asked of models that are not bound to their tables. */
  private ModelQuestions questions(SegmentFiles files, Optional<TableCatalog.Tenant> tenant) {
    TableCatalog catalog = new TableCatalog(camelContext, tenant);
    synchronized (opened) {
      opened.add(catalog);
    }
    return new ModelQuestions(
        files.models(),
        connection(tenant),
        files.proposeFrom(),
        new CatalogTables(catalog, settings.connection));
  }

  /** A tenant is a connection: an endpoint takes one of the two. */
  private String connection(Optional<TableCatalog.Tenant> tenant) {
    return tenant.isPresent() ? "" : settings.connection;
  }

  private BoundSegments bind(SegmentFiles files, Optional<TableCatalog.Tenant> tenant) {
    TableCatalog catalog = new TableCatalog(camelContext, tenant);
    Segments segments;
    Journeys journeys;
    try {
      ReadableTables tables = new ReadableTables(catalog, files.models(), settings.connection);
      segments = new Segments(files.models(), files.segments(), tables::of);
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
            connection(tenant),
            settings.adHoc,
            settings.maxPreview,
            files.writeBack(),
            new CatalogFacts(catalog, runs)),
        journeys,
        catalog);
  }

  /** The columns as the catalog lists them. */
  static TableColumns columns(List<?> rows) {
    return new TableColumns(types(rows));
  }

  /** SQL types by the names of the columns, in the order of the table. */
  static Map<String, String> types(List<?> rows) {
    Map<String, String> types = new LinkedHashMap<>();
    rows.stream()
        .map(row -> (Map<?, ?>) row)
        .forEach(row -> types.put((String) row.get("name"), (String) row.get("type")));
    return types;
  }

  /** Those of the one connection. */
  BoundSegments one() {
    return bound.one();
  }

  /** Those of the message. */
  BoundSegments of(Exchange exchange) throws Exception {
    return bound.of(exchange);
  }

  /** What the message may ask of models that are not bound to their tables. */
  ModelQuestions unbound(Exchange exchange) throws Exception {
    return unbound.of(exchange);
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
