// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.s3;

import io.lakeroute.s3.nio2blob.ObjectFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.BindException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.shaded.org.eclipse.jetty.server.Server;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The program: S3 on the loopback address, for the local workspace that started it.
 *
 * <p>It reads one JSON object per line from standard input and answers each with one on standard
 * output. The first holds the settings, secrets included: other users see a command line, but no
 * pipe. When the input ends, the workspace is gone, and so is this program.
 */
public final class S3Server {

  private static final JsonMapper JSON = new JsonMapper();

  /** Parts of multipart uploads, where they are signed whole. */
  private static final long LARGEST_SIGNED = 256L << 20;

  private final Requests requests;

  private S3Server(Requests requests) {
    this.requests = requests;
  }

  public static void main(String[] args) throws IOException {
    // Nothing but answers may reach the pipe.
    PrintStream answers = System.out;
    System.setOut(System.err);
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String settings = lines.readLine();
    if (settings != null) {
      try {
        var requests = new Requests();
        answers.println(JSON.createObjectNode().put("port", start(settings, requests)));
        var server = new S3Server(requests);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          answers.println(server.answer(line));
        }
      } catch (Exception | LinkageError e) {
        String reason = taken(e) ? "taken" : String.valueOf(e);
        answers.println(JSON.createObjectNode().put("error", reason));
      }
    }
    answers.flush();
    // Requests under way are of no use to anybody now.
    Runtime.getRuntime().halt(0);
  }

  private static boolean taken(Throwable e) {
    return e instanceof BindException || e.getCause() != null && taken(e.getCause());
  }

  private static int start(String line, Requests requests) throws Exception {
    JsonNode settings = JSON.readTree(line);
    Path folder = Path.of(settings.path("folder").asString());
    var store = new ObjectFolder(folder);
    String bucket = settings.path("bucket").asString();
    if (!Files.exists(folder.resolve(bucket))) {
      // Not as a folder: everybody could read it, as the permissions of a file are those of S3.
      store.createContainer(CreateBucketRequest.builder().bucket(bucket).build());
    }
    var proxy =
        S3Proxy.builder()
            .endpoint(URI.create("http://127.0.0.1:" + settings.path("port").asInt()))
            .awsAuthentication(
                AuthenticationType.AWS_V4,
                settings.path("accessKey").asString(),
                settings.path("secretKey").asString())
            .v4MaxNonChunkedRequestSize(LARGEST_SIGNED)
            // Session tokens among them, which it does not check.
            .ignoreUnknownHeaders(true)
            .blobStore(new OpenUploads(store, folder))
            .build();
    Server server = server(proxy);
    server.setHandler(new FaultHandler(server.getHandler(), requests));
    proxy.start();
    return proxy.getPort();
  }

  /** s3proxy has no place for a handler in front of its own. */
  private static Server server(S3Proxy proxy) throws ReflectiveOperationException {
    var field = S3Proxy.class.getDeclaredField("server");
    field.setAccessible(true);
    return (Server) field.get(proxy);
  }

  private JsonNode answer(String line) {
    try {
      JsonNode command = JSON.readTree(line);
      switch (command.path("do").asString()) {
        case "add" -> {
          JsonNode fault = command.path("fault");
          requests.add(Fault.of(fault), fault.path("times").asInt(1));
        }
        case "clear" -> requests.clearFaults();
        case "forget" -> requests.clearEntries();
        case "list" -> {
          return JSON.valueToTree(requests.entries());
        }
        default -> throw new IllegalArgumentException("Unknown command");
      }
      return JSON.createObjectNode();
    } catch (IllegalArgumentException | JacksonException e) {
      return JSON.createObjectNode().put("error", String.valueOf(e.getMessage()));
    }
  }
}
