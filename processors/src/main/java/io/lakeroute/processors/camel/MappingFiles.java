package io.lakeroute.processors.camel;

import io.lakeroute.processors.interactions.InteractionMapping;
import io.lakeroute.processors.interactions.MappingReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;

/** Finds and reads mapping files; for one thread. */
final class MappingFiles {

  private final CamelContext camelContext;
  private final MappingReader reader;

  MappingFiles(CamelContext camelContext, MappingReader reader) {
    this.camelContext = camelContext;
    this.reader = reader;
  }

  /** Reads the files that match at least one of the patterns, which are separated by commas. */
  List<InteractionMapping> read(String patterns) {
    List<InteractionMapping> mappings = new ArrayList<>();
    for (String pattern : patterns.split(",", -1)) {
      List<Resource> files = new ArrayList<>(find(pattern.trim()));
      if (files.isEmpty()) {
        throw new IllegalArgumentException(
            "No interaction mapping file matches '"
                + pattern.trim()
                + "'; use file:<folder>/*.yaml or classpath:<folder>/*.yaml");
      }
      files.sort(Comparator.comparing(Resource::getLocation));
      files.forEach(file -> mappings.add(read(file)));
    }
    return mappings;
  }

  private InteractionMapping read(Resource file) {
    try (InputStream yaml = open(file)) {
      return reader.read(name(file), yaml);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Mapping file " + name(file) + " cannot be read: " + e.getMessage(), e);
    }
  }

  private InputStream open(Resource file) throws IOException {
    return file.getLocation().startsWith("file:")
        ? Resources.open(camelContext, file.getLocation())
        : file.getInputStream();
  }

  private static String name(Resource file) {
    return file.getLocation().replaceFirst("^file:", "");
  }

  private Collection<Resource> find(String pattern) {
    try {
      return PluginHelper.getPackageScanResourceResolver(camelContext).findResources(pattern);
    } catch (NoSuchFileException e) {
      // A folder that does not exist has no files.
      return List.of();
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "Mapping files '" + pattern + "' cannot be listed: " + e.getMessage(), e);
    }
  }
}
