package io.lakeroute.databricks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds the component's page to what Camel's catalogue says about it. */
class ComponentPageTest {

  @Test
  void describes_every_option_and_header_as_the_catalogue_does() throws IOException {
    String page = Files.readString(Path.of("src/main/docs/databricks-component.adoc"));
    JsonNode catalogue =
        new ObjectMapper()
            .readTree(getClass().getResource("/META-INF/io/lakeroute/databricks/databricks.json"));
    List<String> missing = new ArrayList<>();
    for (String group : List.of("componentProperties", "properties", "headers")) {
      catalogue
          .path(group)
          .properties()
          .forEach(
              option -> {
                String description =
                    option.getValue().path("description").asText().replace("|", "\\|");
                if (!page.contains("*" + option.getKey() + "*") || !page.contains(description)) {
                  missing.add(option.getKey());
                }
              });
    }

    assertThat(missing).isEmpty();
  }
}
