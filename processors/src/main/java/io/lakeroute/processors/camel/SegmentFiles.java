// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.definition.DefinitionException;
import io.lakeroute.processors.journey.Journey;
import io.lakeroute.processors.journey.JourneyReader;
import io.lakeroute.processors.segment.ModelReader;
import io.lakeroute.processors.segment.Segment;
import io.lakeroute.processors.segment.SegmentModel;
import io.lakeroute.processors.segment.SegmentReader;
import io.lakeroute.processors.segment.request.ProposalScope;
import io.lakeroute.processors.segment.request.WriteBack;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.camel.CamelContext;

/** The files of one tenant or of a flow without tenants, and what else is its own. Immutable. */
record SegmentFiles(
    List<SegmentModel> models,
    List<Segment> segments,
    List<Journey> journeys,
    WriteBack writeBack,
    ProposalScope proposeFrom) {

  private static final String TENANT = "{tenant}";

  /** Reads files of one kind. */
  private interface Parsing<T> {
    T read(InputStream yaml) throws IOException;
  }

  /** Reads files, with the name of a tenant in the place for it. */
  private record Patterns(CamelContext camelContext, String tenant) {

    <T> List<T> read(String kind, String what, String patterns, Parsing<T> parsing) {
      return new FilesByPattern<T>(camelContext, kind, (name, yaml) -> located(name, yaml, parsing))
          .read(filled(what, patterns));
    }

    <T> List<T> optional(String kind, String what, String patterns, Parsing<T> parsing) {
      return patterns.isBlank() ? List.of() : read(kind, what, patterns, parsing);
    }

    String filled(String what, String patterns) {
      if (tenant.isEmpty() && patterns.contains(TENANT)) {
        throw new IllegalArgumentException(
            what + " '" + patterns + "' have a place for a tenant, and there are no tenants");
      }
      return patterns.replace(TENANT, tenant);
    }
  }

  /**
   * Reads them.
   *
   * @param tenant its name; empty where there are no tenants
   */
  static SegmentFiles read(CamelContext camelContext, SegmentSettings settings, String tenant) {
    Patterns patterns = new Patterns(camelContext, tenant);
    ProposalScope proposeFrom =
        ProposalScope.of(patterns.filled("proposeFrom", settings.proposeFrom));
    // A caller of propose may have no model yet.
    boolean maybeNone = !proposeFrom.schemas().isEmpty();
    return new SegmentFiles(
        maybeNone
            ? patterns.optional("model", "Models", settings.models, ModelReader::read)
            : patterns.read("model", "Models", settings.models, ModelReader::read),
        patterns.optional("segment", "Segments", settings.definitions, SegmentReader::read),
        patterns.optional("journey", "Journeys", settings.journeys, JourneyReader::read),
        WriteBack.of(settings.writeBack, patterns.filled("materializeIn", settings.materializeIn)),
        proposeFrom);
  }

  private static <T> T located(String file, InputStream yaml, Parsing<T> parsing)
      throws IOException {
    try {
      return parsing.read(yaml);
    } catch (DefinitionException e) {
      throw new IllegalArgumentException("File " + file + " cannot be used. " + e.getMessage(), e);
    }
  }

  /** The same without what has to be bound to tables. */
  SegmentFiles unbound() {
    return new SegmentFiles(List.of(), List.of(), List.of(), writeBack, proposeFrom);
  }
}
