// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.server;

import io.lakeroute.workspace.storage.PrivateFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The certificate of a workspace that speaks https, made once and kept in its folder: {@code
 * ca.pem} and {@code truststore.p12} are for clients. The authority's key is forgotten once it has
 * signed, so that whoever trusts it trusts this workspace alone. Immutable.
 */
public final class Tls {

  /** Of the trust store, which holds nothing secret. */
  public static final String TRUST_STORE_PASSWORD = "changeit";

  private static final String AUTHORITY = "authority";
  private static final String SERVER = "server";
  private static final String PASSWORD_VARIABLE = "LOCAL_WORKSPACE_KEYSTORE";
  private static final String YEARS = "3650";

  private final Path folder;
  private final String password;
  private final SSLContext context;

  /**
   * Reads what is in the folder, or makes it.
   *
   * @param password of the key store with the server's key
   */
  public Tls(Path folder, String password)
      throws IOException, GeneralSecurityException, InterruptedException {
    this.folder = folder;
    this.password = password;
    Path file = folder.resolve("server.p12");
    if (!Files.exists(file)) {
      create(file);
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(load(file), password.toCharArray());
    context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
  }

  /** The authority's certificate, as PEM. */
  public Path authority() {
    return folder.resolve("ca.pem");
  }

  /** The authority's certificate, as PKCS12. */
  public Path trustStore() {
    return folder.resolve("truststore.p12");
  }

  /** What the server shows. */
  SSLContext context() {
    return context;
  }

  private void create(Path file)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path draft = Files.createDirectories(folder).resolve("draft.p12");
    Files.deleteIfExists(draft);
    keytool(draft, AUTHORITY, "CN=Local workspace authority", "bc:c=ca:true,pathlen:0", "ku:c=kCS");
    keytool(draft, SERVER, "CN=localhost", "san=dns:localhost,ip:127.0.0.1", "eku=sA");
    var keys = load(draft);
    Files.delete(draft);
    var authority = keys.getCertificate(AUTHORITY);
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(AUTHORITY, authority);
    store(trusted, TRUST_STORE_PASSWORD, trustStore());
    String base64 =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(authority.getEncoded());
    String pem = "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
    PrivateFile.replace(authority(), pem.getBytes(StandardCharsets.US_ASCII));
    keys.deleteEntry(AUTHORITY);
    store(keys, password, file);
  }

  /** Makes a key; the server's is signed by the authority's, which the store holds by then. */
  private void keytool(Path store, String alias, String name, String... extensions)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", alias, "-dname", name));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", YEARS));
    command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass:env", PASSWORD_VARIABLE));
    for (String extension : extensions) {
      command.addAll(List.of("-ext", extension));
    }
    if (alias.equals(SERVER)) {
      command.addAll(List.of("-signer", AUTHORITY));
    }
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put(PASSWORD_VARIABLE, password);
    var process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool failed: " + output.strip());
    }
  }

  private KeyStore load(Path file) throws IOException, GeneralSecurityException {
    var keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      keys.load(in, password.toCharArray());
    }
    return keys;
  }

  private static void store(KeyStore keys, String password, Path file)
      throws IOException, GeneralSecurityException {
    var bytes = new ByteArrayOutputStream();
    keys.store(bytes, password.toCharArray());
    PrivateFile.replace(file, bytes.toByteArray());
  }
}
