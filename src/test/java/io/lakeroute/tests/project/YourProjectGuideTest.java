// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/your-project.md} to the template that it shows. */
class YourProjectGuideTest {

  private static final Path TEMPLATE = Checkout.file("routes/examples/project");

  @Test
  void the_page_shows_the_template_as_it_is() throws IOException {
    Page page = Page.read();
    List<String> files = new ArrayList<>();
    try (Stream<Path> found = Files.walk(TEMPLATE)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        files.add(Files.readString(file));
      }
    }
    List<String> shown =
        Stream.of("xml", "yaml", "java", "properties")
            .flatMap(language -> page.in(language).stream())
            .toList();

    assertThat(shown)
        .hasSize(7)
        .allSatisfy(block -> assertThat(files).anyMatch(file -> file.contains(block)));
  }

  @Test
  void the_template_has_the_versions_of_this_checkout() throws IOException {
    String version = property("pom.xml", "version");

    assertThat(property("kamelet-catalog/bom/pom.xml", "version")).isEqualTo(version);
    assertThat(property("routes/examples/project/pom.xml", "lakeroute.version")).isEqualTo(version);
    assertThat(property("routes/examples/project/pom.xml", "camel.version"))
        .isEqualTo(property("pom.xml", "camel.version"));
    assertThat(Files.readString(Checkout.file("docs/your-project.md")))
        .contains("version `" + version + "`", "lakeroute-kamelets:" + version);
  }

  @Test
  void the_bom_has_every_module_that_is_for_others() throws IOException {
    String bom = Files.readString(Checkout.file("kamelet-catalog/bom/pom.xml"));

    for (String module :
        List.of(
            "components/camel-databricks",
            "processors",
            "kamelet-catalog",
            "routes",
            "local-workspace",
            "local-workspace/s3-server")) {
      String pom = Files.readString(Checkout.file(module + "/pom.xml"));
      String artifact =
          pom.substring(pom.indexOf("</parent>")).replaceFirst("(?s).*?<artifactId>(.*?)<.*", "$1");
      assertThat(bom).contains("<artifactId>" + artifact + "</artifactId>");
    }
    assertThat(bom).doesNotContain("<parent>", "org.apache.camel");
  }

  /** The first element of this name that is not in the parent. */
  private static String property(String pom, String name) throws IOException {
    return Files.readString(Checkout.file(pom))
        .replaceFirst("(?s).*?<" + name + ">(.*?)</" + name + ">.*", "$1");
  }
}
