// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeroute.processors.delivery.http.DeliveryKey.Change;
import io.lakeroute.processors.delivery.http.RecordForm.Formed;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The requests of the packaged templates have the shape of the documentation that they cite. */
class PackagedTemplatesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY = "0123";
  private static final String ALEX =
      "ac0f1baec38a9ef3cfcb56db981df7d9bab2568c7f53ef3776d1c059ec58e72b";
  private static final String AMY =
      "49eaeca26c878f268ad33af8cfa8194ca5b8b8e448b1c775bf9153a2de734579";

  @Test
  void facebook_gets_a_schema_and_rows() throws IOException {
    Destination shop =
        Templates.destination("facebook-audience", Map.of("parameters.audienceId", "77"));
    for (Change change : Change.values()) {
      assertRequest(
          shop,
          change,
          change == Change.ADD ? "POST" : "DELETE",
          "https://api.example/v25.0/77/users",
          """
          {"payload": {"schema": ["EMAIL"], "data": [["%s"], ["%s"]]}}
          """
              .formatted(ALEX, AMY));
    }
  }

  @Test
  void pinterest_gets_records_by_commas() throws IOException {
    Destination shop =
        Templates.destination(
            "pinterest-audience",
            Map.of("parameters.adAccountId", "5497", "parameters.customerListId", "643"));
    for (Change change : Change.values()) {
      assertRequest(
          shop,
          change,
          "PATCH",
          "https://api.example/v5/ad_accounts/5497/customer_lists/643",
          """
          {"operation_type": "%s", "records": "%s,%s"}
          """
              .formatted(change, ALEX, AMY));
    }
  }

  @Test
  void tiktok_gets_a_list_of_ids_for_each_person() throws IOException {
    Destination shop =
        Templates.destination(
            "tiktok-audience",
            Map.of("parameters.audienceId", "238", "parameters.advertiserId", "A1"));
    for (Change change : Change.values()) {
      assertRequest(
          shop,
          change,
          "POST",
          "https://api.example/open_api/v1.3/segment/mapping/",
          """
          {"action": "%s", "advertiser_ids": ["A1"], "id_schema": ["EMAIL_SHA256"],
            "batch_data": [[{"id": "%s", "audience_ids": ["238"]}],
              [{"id": "%s", "audience_ids": ["238"]}]]}
          """
              .formatted(change == Change.ADD ? "add" : "delete", ALEX, AMY));
    }
  }

  @Test
  void sparkpost_gets_addresses_and_substitution_data() throws IOException {
    Destination shop =
        Templates.destination(
            "sparkpost",
            Map.of(
                "parameters.templateId", "bundle \"offer\"",
                "fields.spent", "spent",
                "set.offer", "bundle"));
    assertRequest(
        shop,
        Change.ADD,
        "POST",
        "https://api.example/api/v1/transmissions",
        """
        {"content": {"template_id": "bundle \\"offer\\""}, "metadata": {"idempotency_key": "0123"},
         "recipients": [
           {"address": {"email": "alex@email.com"}, "substitution_data": {"spent": 12.50, "offer": "bundle"}},
           {"address": {"email": "amy@abc.com"}, "substitution_data": {"offer": "bundle"}}]}
        """);
    assertThat(shop.template().idempotent()).isFalse();
    assertThat(shop.template().ignoresRemovals()).isTrue();
  }

  @Test
  void an_api_of_your_own_gets_rows_as_they_are() throws IOException {
    assertRequest(
        Templates.destination("generic", Map.of()),
        Change.ADD,
        "POST",
        "https://api.example",
        """
        [{"email": "Alex@email.com ", "spent": 12.50}, {"email": "amy@abc.com", "spent": null}]
        """);
    assertRequest(
        Templates.destination("generic", Map.of("fields.id", "email", "set.list", "x")),
        Change.REMOVE,
        "DELETE",
        "https://api.example",
        """
        [{"id": "Alex@email.com ", "list": "x"}, {"id": "amy@abc.com", "list": "x"}]
        """);
  }

  private static void assertRequest(
      Destination destination, Change change, String method, String uri, String body)
      throws IOException {
    Map<String, Object> amy = new LinkedHashMap<>();
    amy.put("email", "amy@abc.com");
    amy.put("spent", null);
    Map<String, Object> alex = new LinkedHashMap<>();
    alex.put("email", "Alex@email.com ");
    alex.put("spent", new BigDecimal("12.50"));
    List<Map<String, Object>> records =
        List.of(alex, amy).stream()
            .map(row -> ((Formed.Fields) destination.form().form(row)).values())
            .toList();
    RequestForm request = destination.request(change);

    assertThat(request.method()).isEqualTo(method);
    assertThat(destination.uri(request)).hasToString(uri);
    assertThat(JSON.readTree(destination.body(request).write(records, KEY)))
        .isEqualTo(JSON.readTree(body));
  }
}
