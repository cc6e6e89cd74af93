// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationReaderTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          Url          | x                       | Url is unknown. A destination has auth, connectTimeout, headerName, template, tokenFile, url, and fields.<name>, parameters.<name>, set.<name>.
          params.list  | x                       | params.list is unknown. A destination has auth, connectTimeout, headerName, template, tokenFile, url, and fields.<name>, parameters.<name>, set.<name>.
          url          | ftp://api.example       | url must begin with https:// or http:// and name a host.
          url          | /people                 | url must begin with https:// or http:// and name a host.
          url          | https://a:b@api.example | url holds credentials; put them into a file, and set tokenFile.
          url          | https://api.example/?a  | url holds a query or a fragment, which belong into the template.
          url          | https://api example     | url is not a URL.
          url          | ~~                      | url is not set.
          template     | ~~                      | template is not set.
          template     | Generic                 | template must be the name of a packaged template, file:<path> or classpath:<path>.
          template     | hubspot                 | template is 'hubspot', which cannot be read. Packaged are facebook-audience, generic, pinterest-audience, sparkpost and tiktok-audience.
          auth         | token                   | auth must be none, bearer, basic or header.
          auth         | bearer                  | tokenFile is not set.
          auth         | header                  | headerName is not set.
          tokenFile    | x                       | tokenFile is without effect, because auth is none.
          parameters.x | 1                       | parameters.x is not a parameter of the template facebook-audience.
          parameters.audienceId | ~~             | parameters.audienceId is not set, and the template needs it.
          fields.PHONE | phone                   | fields.PHONE cannot be added to the template facebook-audience, which has the fields EMAIL alone; write a template of your own.
          fields.EMAIL | ~~                      | fields.EMAIL must name a column.
          set.EMAIL    | x                       | set.EMAIL cannot be added to the template facebook-audience, which has the fields EMAIL alone; write a template of your own.
          set.a-b      | x                       | set.a-b must end in a name of letters, digits and _.
          """)
  void refuses(String key, String value, String message) {
    Map<String, String> settings = new HashMap<>();
    settings.put("parameters.audienceId", "1");
    settings.put(key, value);

    assertThatThrownBy(() -> Templates.destination("facebook-audience", settings))
        .hasMessage("lakeroute.destinations.shop." + message);
  }

  @Test
  void a_destination_renames_columns_and_adds_constants() {
    Destination shop =
        Templates.destination(
            "sparkpost",
            Map.of(
                "parameters.templateId", "t1",
                "fields.email", "contact",
                "fields.first", "first_name",
                "set.offer", "bundle"));

    assertThat(shop.form().names()).containsExactly("email", "first", "offer");
    assertThat(shop.form().fields())
        .extracting(FieldRule::from, FieldRule::normalization)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("contact", Normalization.EMAIL),
            org.assertj.core.groups.Tuple.tuple("first_name", Normalization.NONE));
  }

  @Test
  void a_token_is_read_again_for_each_request() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "user:first\n");
    Credentials basic = new Credentials(Credentials.Kind.BASIC, "Authorization", file);

    assertThat(basic.value()).isEqualTo("Basic dXNlcjpmaXJzdA==");
    Files.writeString(file, "user:second");
    assertThat(basic.value()).isEqualTo("Basic dXNlcjpzZWNvbmQ=");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          BEARER | ~ ~                | must hold one line, the token
          BEARER | secret\\r\\nX: secret | must hold one line, the token
          BEARER | sécret             | holds characters beyond ASCII
          BASIC  | secret             | must hold user:password
          """)
  void a_file_without_a_token_is_refused_without_its_text(
      Credentials.Kind kind, String text, String problem) throws IOException {
    Path file =
        Files.writeString(folder.resolve("token"), text.replace("\\r", "\r").replace("\\n", "\n"));

    assertThatThrownBy(() -> new Credentials(kind, "Authorization", file).value())
        .hasMessage("The token file " + file + " " + problem + "; look at tokenFile.");
  }

  @Test
  void a_token_file_that_is_missing_is_refused() {
    Path file = folder.resolve("none");
    assertThatThrownBy(
            () ->
                Templates.destination(
                    "generic", Map.of("auth", "bearer", "tokenFile", file.toString())))
        .hasMessage(
            "The token file " + file + " cannot be read (NoSuchFileException); look at tokenFile.");
  }
}
