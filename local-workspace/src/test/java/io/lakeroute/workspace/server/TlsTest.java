// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("matrix")
class TlsTest {
  @TempDir private static Path folder;

  private static Tls tls;

  @BeforeAll
  static void make() throws Exception {
    tls = new Tls(folder, "secret-1");
  }

  @Test
  void makes_a_certificate_for_this_machine_that_its_own_authority_signed() throws Exception {
    var authority = certificate(Files.readAllBytes(tls.authority()));
    var server =
        KeyStore.getInstance(folder.resolve("server.p12").toFile(), "secret-1".toCharArray());
    var shown = (X509Certificate) server.getCertificate("server");
    shown.verify(authority.getPublicKey());
    assertThat(shown.getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(List.of(2, "localhost"), List.of(7, "127.0.0.1"));
    assertThat(server.containsAlias("authority")).as("the authority's key is gone").isFalse();
    assertThat(authority.getBasicConstraints()).as("may sign servers, no authorities").isZero();
    var trusted =
        KeyStore.getInstance(tls.trustStore().toFile(), Tls.TRUST_STORE_PASSWORD.toCharArray());
    assertThat(trusted.getCertificate("authority")).isEqualTo(authority);
  }

  @Test
  void shows_the_same_certificate_after_a_restart() throws Exception {
    byte[] first = Files.readAllBytes(tls.authority());

    assertThat(Files.readAllBytes(new Tls(folder, "secret-1").authority())).isEqualTo(first);
  }

  private static X509Certificate certificate(byte[] pem) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
  }
}
