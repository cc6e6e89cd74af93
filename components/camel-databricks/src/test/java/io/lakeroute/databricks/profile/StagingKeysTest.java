// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.profile.StagingPlace.CopyCredential;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The staging place of a connection, and what is refused. */
class StagingKeysTest extends AcmeProperties {

  private static final String WRONG = "Connection 'acme' is not complete or not right: ";

  @Test
  void a_connection_needs_no_staging_place() {
    assertThat(read().staging()).isEmpty();
  }

  @Test
  void reads_a_volume() {
    set("stagingPrefix", "/Volumes/main/crm/staging/lakeroute/");

    assertThat(read().staging())
        .contains(new StagingPlace.Volume("main", "/Volumes/main/crm/staging/lakeroute"));
  }

  @Test
  void reads_a_bucket_that_needs_nothing_else() {
    set("stagingPrefix", "s3://acme-staging/lakeroute/prod");

    StagingPlace place = read().staging().orElseThrow();

    assertThat(place)
        .isEqualTo(
            new StagingPlace.Bucket(
                "acme-staging",
                "lakeroute/prod",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new CopyCredential.None()));
    assertThat(place.location()).isEqualTo("s3://acme-staging/lakeroute/prod");
  }

  @Test
  void reads_every_key_of_a_bucket_and_shows_no_secret() {
    set("stagingPrefix", "s3://acme-staging");
    set("staging.region", "eu-central-1");
    set("staging.endpoint", "http://127.0.0.1:9000");
    set("staging.accessKeyId", "ASIAHUSH");
    set("staging.secretAccessKey", "hush-key");
    set("staging.sessionToken", "hush-token");
    set("staging.copyCredential", "inline");

    StagingPlace.Bucket bucket = bucket();

    assertThat(bucket.folder()).isEmpty();
    assertThat(bucket.location()).isEqualTo("s3://acme-staging");
    assertThat(bucket.region()).contains("eu-central-1");
    assertThat(bucket.endpoint().orElseThrow().url()).isEqualTo("http://127.0.0.1:9000");
    StagingPlace.Keys keys = bucket.keys().orElseThrow();
    assertThat(keys.accessKeyId().value()).isEqualTo("ASIAHUSH");
    assertThat(keys.secretAccessKey().value()).isEqualTo("hush-key");
    assertThat(keys.token().orElseThrow().value()).isEqualTo("hush-token");
    assertThat(bucket.copy()).isEqualTo(new CopyCredential.Inline());
    assertThat(read().toString()).doesNotContainIgnoringCase("hush");
  }

  @Test
  void a_secret_file_is_read_whenever_the_secret_is_used(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("key"), "first\n");
    set("stagingPrefix", "s3://acme-staging/x");
    set("staging.accessKeyId", "AKIA");
    set("staging.secretAccessKeyFile", file.toString());
    Secret secret = bucket().keys().orElseThrow().secretAccessKey();
    assertThat(secret.value()).isEqualTo("first");

    Files.writeString(file, "second");

    assertThat(secret.value()).isEqualTo("second");
  }

  @Test
  void keys_in_properties_are_looked_up_again() {
    set("stagingPrefix", "s3://acme-staging/x");
    set("staging.accessKeyId", "AKIA");
    set("staging.secretAccessKey", "first");
    var now = new AtomicReference<>("first");
    StagingPlace.Bucket bucket =
        (StagingPlace.Bucket)
            ProfileReader.read(properties, key -> now.get()).get("acme").staging().orElseThrow();
    Secret secret = bucket.keys().orElseThrow().secretAccessKey();

    now.set("second");

    assertThat(secret.value()).isEqualTo("first");
    assertThat(secret.lookUp()).isEqualTo("second");
  }

  @Test
  void reads_the_name_of_a_storage_credential() {
    set("stagingPrefix", "s3://acme-staging/x");
    set("staging.copyCredential", "acme_reader");

    assertThat(bucket().copy()).isEqualTo(new CopyCredential.Named("acme_reader"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abfss://c@acme.dfs.core.windows.net/x",
        "gs://acme/x",
        "wasbs://c@acme.blob.core.windows.net/x"
      })
  void storage_of_other_clouds_is_refused_with_the_way_to_use_it(String prefix) {
    set("stagingPrefix", prefix);

    refuses(
        WRONG
            + "stagingPrefix is in a storage that only a volume leads to; create a volume there and set stagingPrefix"
            + " to /Volumes/<catalog>/<schema>/<volume>/<path>.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"s3a://acme/x", "/mnt/acme", "dbfs:/Volumes/a/b/c", "acme", "S3://acme/x"})
  void what_is_no_place_is_refused_without_being_repeated(String prefix) {
    set("stagingPrefix", prefix);

    refuses(
        WRONG
            + "stagingPrefix is neither s3://<bucket>/<path> nor /Volumes/<catalog>/<schema>/<volume>.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://acme-staging/../other",
        "s3://acme-staging/./x",
        "s3://acme-staging//x",
        "s3://acme-staging/x//",
        "s3://acme-staging/x?versionId=1",
        "s3://acme-staging/x#1",
        "s3://acme-staging/x*",
        "s3://acme-staging/{a,b}",
        "s3://acme-staging/x%2F",
        "s3://acme-staging/it's",
        "s3://acme-staging/x\\y",
        "s3://acme-staging/x\u0007y",
        "s3://acme-staging/x y",
        "s3://KEY:SECRET@acme-staging/x",
        "s3://",
        "/Volumes/main/crm/staging/../other",
        "/Volumes/main/crm/staging/a\nb"
      })
  void paths_that_could_mean_another_one_are_refused(String prefix) {
    set("stagingPrefix", prefix);

    refuses(
        WRONG
            + "stagingPrefix has a part that is empty, . or .., or holds other characters than letters, digits and"
            + " _ . = + @ -.");
  }

  @Test
  void names_that_cannot_be_a_bucket_or_a_volume_are_refused() {
    set("stagingPrefix", "s3://Acme/x");
    refuses(WRONG + "stagingPrefix names no bucket; write s3://<bucket>/<path>.");

    set("stagingPrefix", "/Volumes/main/crm");
    refuses(WRONG + "stagingPrefix names no volume; write /Volumes/<catalog>/<schema>/<volume>.");
  }

  @ParameterizedTest
  @CsvSource({
    "staging.region, eu-central-1",
    "staging.endpoint, http://127.0.0.1:9000",
    "staging.accessKeyId, AKIA",
    "staging.secretAccessKey, hush",
    "staging.secretAccessKeyFile, /run/secrets/key",
    "staging.sessionToken, hush",
    "staging.copyCredential, none"
  })
  void keys_of_buckets_are_refused_with_a_volume_and_with_no_place(String key, String value) {
    set(key, value);
    refuses(WRONG + key + " needs stagingPrefix.");

    set("stagingPrefix", "/Volumes/main/crm/staging");
    refuses(WRONG + key + " goes with a bucket in S3 only.");
  }

  @Test
  void an_access_key_needs_one_secret_and_a_secret_its_access_key() {
    set("stagingPrefix", "s3://acme-staging/x");
    set("staging.secretAccessKey", "hush");
    set("staging.sessionToken", "hush");
    refuses(
        WRONG
            + "staging.secretAccessKey needs staging.accessKeyId; staging.sessionToken needs staging.accessKeyId.");

    set("staging.accessKeyId", "AKIA");
    set("staging.secretAccessKeyFile", "/run/secrets/key");
    refuses(
        WRONG + "give either staging.secretAccessKey or staging.secretAccessKeyFile, not both.");

    properties.remove(ACME + "staging.secretAccessKey");
    properties.remove(ACME + "staging.secretAccessKeyFile");
    refuses(WRONG + "staging.secretAccessKey or staging.secretAccessKeyFile is missing.");
  }

  @Test
  void credentials_in_statements_must_be_temporary() {
    set("stagingPrefix", "s3://acme-staging/x");
    set("staging.accessKeyId", "AKIA");
    set("staging.secretAccessKey", "hush");
    set("staging.copyCredential", "inline");

    refuses(
        WRONG
            + "staging.copyCredential=inline puts credentials into statements, so they must be temporary; set"
            + " staging.sessionToken.");
  }

  @Test
  void wrong_regions_endpoints_and_credential_names_are_refused() {
    set("stagingPrefix", "s3://acme-staging/x");
    set("staging.region", "Frankfurt!");
    set("staging.endpoint", "http://minio.example:9000");
    set("staging.copyCredential", "a`b");

    refuses(
        WRONG
            + "staging.region 'Frankfurt!' is not a region such as eu-central-1; staging.endpoint is plain http, which"
            + " would show the objects to the network; use https, or set allowPlainHttp=true;"
            + " staging.copyCredential is not none, inline or the name of a storage credential.");

    set("staging.region", "eu-central-1");
    set("staging.copyCredential", "none");
    set("allowPlainHttp", "true");
    assertThat(bucket().endpoint().orElseThrow().url()).isEqualTo("http://minio.example:9000");
  }

  @Test
  void a_volume_outside_of_the_fence_is_refused() {
    set("catalog", "acme");
    set("onlyCatalogs", "acme");
    set("stagingPrefix", "/Volumes/shared/crm/staging");
    refuses(WRONG + "stagingPrefix is in a catalog that is not one of onlyCatalogs.");

    set("onlyCatalogs", "acme,Shared");
    assertThat(read().staging()).isPresent();
  }

  @Test
  void so_is_one_of_a_profile_that_is_a_bean() {
    set("catalog", "acme");
    set("stagingPrefix", "/Volumes/shared/crm/staging");
    ConnectionProfile open = read();

    assertThatThrownBy(
            () ->
                new ConnectionProfile(
                    "acme",
                    open.host(),
                    open.compute(),
                    open.credentials(),
                    open.catalog(),
                    open.schema(),
                    open.maxConcurrent(),
                    open.maxWaiting(),
                    open.idleTimeout(),
                    open.proxy(),
                    open.trustStore(),
                    open.tags(),
                    CatalogFence.parse("acme"),
                    open.writeBack(),
                    open.staging()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the staging volume's catalog is not one of onlyCatalogs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../docs/connections.md", "src/main/docs/databricks-component.adoc"})
  void every_key_is_described(String page) throws Exception {
    String text = Files.readString(Path.of(page));

    assertThat(StagingReader.KEYS).allSatisfy(key -> assertThat(text).contains("`" + key + "`"));
  }

  private StagingPlace.Bucket bucket() {
    return (StagingPlace.Bucket) read().staging().orElseThrow();
  }
}
