// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * A schema of {@code docs/schemas} beside the reader it was made from; with {@code
 * -Dpage.write=true} the files are written anew.
 */
public final class PublishedSchema {

  private static final Path FOLDER = Path.of("../docs/schemas");
  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, Object> made;
  private final JsonSchema schema;

  public PublishedSchema(Map<String, Object> made) {
    this.made = made;
    this.schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(JSON.<JsonNode>valueToTree(made));
  }

  /** Asserts that the published file is the schema. */
  public void isPublishedAs(String name) throws IOException {
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(made) + "\n";
    Path file = FOLDER.resolve(name + ".schema.json");
    if (Boolean.getBoolean("page.write")) {
      Files.writeString(file, text);
    }

    assertThat(file).content().isEqualTo(text);
  }

  /** Asserts that schema and reader both accept a definition, or both refuse it. */
  public void agrees(boolean accepted, String yaml, ThrowingCallable read) throws IOException {
    assertThat(accepts(yaml)).as("the schema").isEqualTo(accepted);
    assertThat(catchThrowable(read) == null).as("the reader").isEqualTo(accepted);
  }

  public boolean accepts(String yaml) throws IOException {
    return schema.validate(new YAMLMapper().readTree(yaml)).isEmpty();
  }
}
