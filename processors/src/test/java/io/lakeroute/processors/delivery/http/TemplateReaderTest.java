// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateReaderTest {

  private static final String GOOD =
      """
      template: crm
      source: https://api.example/docs
      batch: 10
      idempotent: true
      fields: {mail: {from: email, normalize: email, hash: sha256}, name: {from: name, default: ""}}
      add: {method: POST, path: "/lists/{list}", body: {names: $names, rows: $rows}}
      """;

  @Test
  void reads_a_template_and_fills_in_what_is_usual() {
    Template template = Templates.read(GOOD);

    assertThat(template.keyHeader()).isEqualTo("Idempotency-Key");
    assertThat(template.open()).isFalse();
    assertThat(template.answers().retry()).containsExactlyInAnyOrder(429, 503);
    assertThat(template.parameters()).containsExactly("list");
    assertThat(template.fields())
        .extracting(FieldRule::name, FieldRule::required)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("mail", true),
            org.assertj.core.groups.Tuple.tuple("name", false));
  }

  @Test
  void reads_the_template_that_the_page_shows() throws Exception {
    String page = Files.readString(Path.of("../docs/delivery.md"));
    String shown = page.substring(page.indexOf("template: crm"));

    assertThat(Templates.read(shown.substring(0, shown.indexOf("```"))).name()).isEqualTo("crm");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "generic",
        "sparkpost",
        "facebook-audience",
        "pinterest-audience",
        "tiktok-audience"
      })
  void reads_every_packaged_template(String name) throws Exception {
    String file = "destinations/" + name + ".destination.yaml";
    assertThat(TemplateReader.read(file, Templates.open(file)).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          template: crm          | templat: crm                        | /templat: unknown field (allowed: template, source, batch, idempotent, idempotencyKey, fields, open, record, add, remove, retry, success, codes, rejected)
          batch: 10              | batch: 0                            | /batch: must be a whole number from 1 to 100000
          idempotent: true       | idempotent: maybe                   | /idempotent: must be true or false
          idempotent: true       | x: 1                                | /x: unknown field (allowed: template, source, batch, idempotent, idempotencyKey, fields, open, record, add, remove, retry, success, codes, rejected)
          from: email,           | form: email,                        | /fields/mail/form: unknown field (allowed: from, required, default, normalize, hash, text, date)
          normalize: email       | normalize: mail                     | /fields/mail/normalize: must be one of email, lower, none, phone, trim
          sha256                 | md5                                 | /fields/mail/hash: must be one of none, sha256
          from: name, default: ""| from: name, default: "", required: true | /fields/name: has a default, which is without effect where the field is required
          from: name, default: ""| from: name, date: "yyyy-bb"         | /fields/name/date: must be a pattern of java.time, such as yyyy-MM-dd
          from: name, default: ""| from: name, date: yyyy, normalize: trim | /fields/name: has date and normalize; only one is allowed
          method: POST           | method: GET                         | /add/method: must be one of DELETE, PATCH, POST, PUT
          "/lists/{list}"        | "//other.example/{list}"            | /add/path: must begin with one /, without blanks, #, \\ and ..
          "/lists/{list}"        | "/lists/../{list}"                  | /add/path: must begin with one /, without blanks, #, \\ and ..
          idempotent: true       | {idempotent: true, remove: never} | /remove: must be an object, or none
          rows: $rows            | rows: $row                          | /add/body: has an unknown placeholder '$row' (allowed: $key, $names, $records, $rows, $values)
          rows: $rows            | rows: 1                             | /add/body: must have one of $records, $rows and $values
          rows: $rows            | rows: $values                       | /add/body: has $values, which needs one field alone, required and with a hash
          idempotent: true       | {idempotent: true, open: true}      | /add/body: has $rows or $names, which need fields, and open: false
          idempotent: true       | {idempotent: true, retry: [404]}    | /retry/0: 404 is never retried
          idempotent: true       | {idempotent: true, record: {a: $b}} | /record: has '$b', which is not a field of the template
          idempotent: true       | {idempotent: true, record: {a: $mail}} | /record: is without effect, because no body has $records
          idempotent: true       | {idempotent: true, success: {at: code, equals: 0}} | /success/at: must be a JSON pointer, such as /errors/0/index
          idempotent: true       | {idempotent: true, rejected: {list: /errors}} | /rejected: must have either list and index, or count
          idempotent: true       | {idempotent: true, rejected: {count: /n, code: /c}} | /rejected: has code or reasons, which need list and index
          idempotent: true       | {idempotent: true, idempotencyKey: {header: "a b"}} | /idempotencyKey/header: must be the name of a header
          """)
  void refuses(String part, String by, String message) {
    String yaml =
        by.startsWith("{idempotent")
            ? GOOD.replace(part, by.substring(1, by.length() - 1).replaceFirst(", ", "\n"))
            : GOOD.replace(part, by);

    assertThatThrownBy(() -> Templates.read(yaml))
        .hasMessageStartingWith("The template file t.yaml is wrong: ")
        .extracting(failure -> failure.getMessage().split(": ", 2)[1])
        .asString()
        .contains(message);
  }

  @Test
  void refuses_a_field_that_stands_there_twice() {
    assertThatThrownBy(() -> Templates.read(GOOD + "batch: 20\n"))
        .hasMessage(
            "The template file t.yaml is wrong: /: not valid YAML at line 7: Duplicate field 'batch'");
  }
}
