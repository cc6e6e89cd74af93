// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.KeyPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.KeySetPublickeyAuthenticator;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** An SFTP server over a folder, with a user {@code lakeroute}; for one test class. */
final class SftpServer implements AutoCloseable {

  static final String PASSWORD = "the password & of a partner+";

  private final SshServer server = SshServer.setUpDefaultServer();
  private final Path folder;
  private final Path key;
  private final Path knownHosts;

  private SftpServer(Path folder) {
    this.folder = folder;
    this.key = folder.resolve("client.key");
    this.knownHosts = folder.resolve("known_hosts");
  }

  /**
   * Starts it.
   *
   * @param folder for its files, in {@code root}, and for keys
   */
  static SftpServer start(Path folder) {
    var started = new SftpServer(folder);
    try {
      started.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return started;
  }

  private void start() throws Exception {
    var hostKey = new SimpleGeneratorHostKeyProvider(folder.resolve("host.key"));
    hostKey.setAlgorithm("EC");
    server.setHost("127.0.0.1");
    server.setKeyPairProvider(hostKey);
    server.setPasswordAuthenticator(
        (user, password, session) -> user.equals("lakeroute") && password.equals(PASSWORD));
    server.setPublickeyAuthenticator(
        new KeySetPublickeyAuthenticator("test", List.of(clientKey())));
    server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
    server.setFileSystemFactory(
        new VirtualFileSystemFactory(
            Files.createDirectories(folder.resolve("root/inbox")).getParent()));
    server.start();
    Files.writeString(
        knownHosts,
        "[127.0.0.1]:%d %s\n"
            .formatted(
                server.getPort(),
                PublicKeyEntry.toString(hostKey.loadKeys(null).iterator().next().getPublic())));
  }

  private PublicKey clientKey() throws Exception {
    KeyPair pair = KeyPair.genKeyPair(new JSch(), KeyPair.ECDSA, 256);
    pair.writePrivateKey(key.toString());
    Path published = folder.resolve("client.pub");
    pair.writePublicKey(published.toString(), "lakeroute");
    return AuthorizedKeyEntry.parseAuthorizedKeyEntry(Files.readString(published))
        .resolvePublicKey(null, PublicKeyEntryResolver.IGNORING);
  }

  /** Host and port. */
  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  Path key() {
    return key;
  }

  Path knownHosts() {
    return knownHosts;
  }

  Path inbox() {
    return folder.resolve("root/inbox");
  }

  @Override
  public void close() {
    try {
      server.stop(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
