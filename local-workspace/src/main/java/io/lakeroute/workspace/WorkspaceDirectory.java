// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace;

import io.lakeroute.workspace.auth.Credentials;
import io.lakeroute.workspace.s3.S3Access;
import io.lakeroute.workspace.s3.S3Keys;
import io.lakeroute.workspace.server.Tls;
import io.lakeroute.workspace.storage.PrivateFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The folder of a workspace: held by one process at a time, with credentials that outlive it; for
 * one thread.
 */
final class WorkspaceDirectory implements AutoCloseable {

  /** What clients read. */
  private static final String CONNECTION = "workspace.properties";

  /** Of a Camel application's only connection; the rest of the file it does not read. */
  private static final String CAMEL = "databricks.connections.default.";

  /** What only this program reads. */
  private static final String KEYS = "keys.properties";

  private final Path dir;
  private final FileChannel lockFile;
  private final Properties properties = new Properties();
  private final Properties keys = new Properties();

  /** Creates the folder if need be, and takes it. */
  WorkspaceDirectory(Path folder) throws IOException, StartException {
    dir = PrivateFile.createDirectories(folder.toAbsolutePath().normalize()).toRealPath();
    lockFile =
        FileChannel.open(
            dir.resolve("workspace.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = lockFile.tryLock();
    if (lock == null) {
      throw new StartException("The folder " + dir + " is in use by another local workspace.");
    }
    load(properties, CONNECTION);
    load(keys, KEYS);
    keepAll();
  }

  /** On disk before anything is built on it, which a start that is killed leaves behind. */
  private void keepAll() throws IOException {
    warehouseId();
    accountId();
    credentials();
    keyStorePassword();
    s3Keys();
    store();
  }

  private void store() throws IOException {
    store(keys, KEYS, "What signs tokens and links, opens the key store, and is kept for S3");
    store(properties, CONNECTION, "How to reach the local workspace");
  }

  private void load(Properties target, String file) throws IOException {
    if (Files.exists(dir.resolve(file))) {
      try (var in = Files.newInputStream(dir.resolve(file))) {
        target.load(in);
      }
    }
  }

  Path path() {
    return dir;
  }

  String warehouseId() {
    String path = keep(properties, "http.path", () -> "/sql/1.0/warehouses/" + hex(8));
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The account that the workspace belongs to. */
  String accountId() {
    return keep(properties, "account.id", () -> UUID.randomUUID().toString());
  }

  Credentials credentials() {
    return new Credentials(
        keep(properties, "client.id", () -> UUID.randomUUID().toString()),
        keep(properties, "client.secret", () -> "dose" + hex(16)),
        keep(properties, "token", () -> "dapi" + hex(16)),
        Base64.getDecoder()
            .decode(keep(keys, "signing", () -> Base64.getEncoder().encodeToString(random(32)))));
  }

  /** Of the key store with the key of the server's certificate. */
  String keyStorePassword() {
    return keep(keys, "keystore", () -> hex(16));
  }

  /** The same at every start, so that clients need no other settings. */
  S3Keys s3Keys() {
    return new S3Keys(
        keep(keys, "s3.access.key", () -> "AKIA" + hex(8).toUpperCase(Locale.ROOT)),
        keep(keys, "s3.secret.key", () -> hex(20)));
  }

  /** Writes what clients need to connect, without what this start does not offer. */
  synchronized void publish(String host, Optional<Tls> tls) throws IOException {
    properties.setProperty("host", host);
    properties.keySet().removeIf(key -> key.toString().matches("(tls|s3|databricks)\\..*"));
    properties.setProperty(CAMEL + "host", host);
    properties.setProperty(CAMEL + "warehouseId", warehouseId());
    properties.setProperty(CAMEL + "auth", "oauth-m2m");
    properties.setProperty(CAMEL + "clientId", credentials().clientId());
    properties.setProperty(CAMEL + "clientSecret", credentials().clientSecret());
    tls.ifPresent(
        made -> {
          properties.setProperty("tls.ca", made.authority().toString());
          properties.setProperty("tls.truststore", made.trustStore().toString());
          properties.setProperty("tls.truststore.password", Tls.TRUST_STORE_PASSWORD);
          properties.setProperty(CAMEL + "trustStore", made.trustStore().toString());
          properties.setProperty(CAMEL + "trustStorePassword", Tls.TRUST_STORE_PASSWORD);
        });
    store();
  }

  /** Adds what clients of S3 need; after {@link #publish(String, Optional)}. */
  synchronized void publish(S3Access s3) throws IOException {
    properties.setProperty("s3.endpoint", s3.endpoint());
    properties.setProperty("s3.region", S3Access.REGION);
    properties.setProperty("s3.access.key", s3.keys().accessKey());
    properties.setProperty("s3.secret.key", s3.keys().secretKey());
    properties.setProperty("s3.bucket", S3Access.BUCKET);
    store();
  }

  private void store(Properties source, String file, String comment) throws IOException {
    var text = new ByteArrayOutputStream();
    source.store(text, comment);
    PrivateFile.replace(dir.resolve(file), text.toByteArray());
  }

  private static String keep(Properties from, String key, Supplier<String> first) {
    return (String) from.computeIfAbsent(key, k -> first.get());
  }

  private static String hex(int bytes) {
    return HexFormat.of().formatHex(random(bytes));
  }

  private static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return random;
  }

  /** Gives the folder free. */
  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
