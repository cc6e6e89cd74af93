// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;

/**
 * An endpoint that takes files by the header {@code CamelFileName}, or {@code CamelAwsS3Key}.
 * Thread-safe.
 *
 * <p>In folders, local or remote, a file is written under another name and renamed, unless the
 * endpoint's options say how: who looks into the folder sees whole files only.
 */
final class FileEndpoint {

  private static final String S3_KEY = "CamelAwsS3Key";
  private static final String TEMPORARY = "tempPrefix=.uploading-";
  private static final Set<String> REMOTE = Set.of("ftp", "ftps", "sftp");

  private final Endpoint endpoint;
  private final String shown;
  private final boolean fileServer;
  private final Duration timeout;
  private final ProducerTemplate template;
  private final ExecutorService threads;

  private FileEndpoint(
      CamelContext context, Endpoint endpoint, String shown, boolean fileServer, Duration timeout) {
    this.endpoint = endpoint;
    this.shown = shown;
    this.fileServer = fileServer;
    this.timeout = timeout;
    this.template = context.createProducerTemplate();
    this.threads =
        context.getExecutorServiceManager().newCachedThreadPool(this, "databricks-delivery");
  }

  /**
   * Resolves the endpoint.
   *
   * @param timeout how long it may take to send one file
   * @throws IllegalArgumentException for options with which a file would not arrive as it is
   */
  static FileEndpoint of(CamelContext context, String uri, Duration timeout) {
    String resolved = context.resolvePropertyPlaceholders(uri.strip());
    String scheme = StringHelper.before(resolved, ":", resolved);
    Map<String, String> options = options(resolved);
    boolean folder = scheme.equals("file") || REMOTE.contains(scheme);
    boolean bucket = scheme.equals("aws2-s3");
    if (folder) {
      refuse(options, "filename", "", "set fileName of the Kamelet instead");
      refuse(options, "charset", "", "the file has the encoding UTF-8");
      refuse(options, "appendchars", "", "the manifest counts the bytes without them");
      refuse(options, "fileexist", "append", "a redelivery would be in it twice");
      refuse(options, "fileexist", "ignore", "a delivery would be lost");
      resolved = written(scheme, resolved, options);
    } else if (bucket) {
      refuse(options, "keyname", "", "set fileName of the Kamelet instead");
      refuse(options, "operation", "", "files are put");
      refuse(options, "streaminguploadmode", "true", "it may publish half of a file");
    }
    String shown = URISupport.sanitizeUri(resolved);
    return new FileEndpoint(
        context,
        context.getEndpoint(resolved),
        StringHelper.before(shown, "?", shown),
        folder || bucket,
        timeout);
  }

  /** The endpoint with the options by which a file gets its name when it is whole. */
  private static String written(String scheme, String uri, Map<String, String> options) {
    if (options.containsKey("tempprefix") || options.containsKey("tempfilename")) {
      return uri;
    }
    String more = TEMPORARY;
    // A local rename replaces in one step. A server may refuse to, so the older file is deleted
    // before, as late as possible.
    if (scheme.equals("file") && !options.containsKey("fileexist")) {
      more += "&fileExist=TryRename";
    } else if (REMOTE.contains(scheme) && !options.containsKey("eagerdeletetargetfile")) {
      more += "&eagerDeleteTargetFile=false";
    }
    return uri + (uri.contains("?") ? "&" : "?") + more;
  }

  /** Names in lower case and without dashes: Camel takes them in several spellings. */
  private static Map<String, String> options(String uri) {
    try {
      Map<String, String> options = new HashMap<>();
      String query = URISupport.extractQuery(uri);
      if (query != null) {
        URISupport.parseQuery(query, true)
            .forEach(
                (name, value) ->
                    options.put(
                        name.replace("-", "").toLowerCase(Locale.ROOT), String.valueOf(value)));
      }
      return options;
    } catch (URISyntaxException e) {
      // Its message shows the URI.
      throw new IllegalArgumentException("The options of endpoint are not those of a URI.");
    }
  }

  private static void refuse(
      Map<String, String> options, String name, String value, String reason) {
    String given = options.get(name);
    if (given != null && (value.isEmpty() || given.equalsIgnoreCase(value))) {
      throw new IllegalArgumentException(
          "endpoint has the option %s%s, which a delivery cannot have: %s."
              .formatted(name, value.isEmpty() ? "" : "=" + value, reason));
    }
  }

  /**
   * Sends a file and waits until the endpoint has it.
   *
   * @param path the file's path below the endpoint
   * @param body a file or bytes
   * @throws Undelivered when it does not arrive
   */
  void send(String path, Object body) {
    Exchange exchange = endpoint.createExchange(ExchangePattern.InOnly);
    exchange.getMessage().setBody(body);
    exchange.getMessage().setHeader(Exchange.FILE_NAME, path);
    exchange.getMessage().setHeader(S3_KEY, path);
    Future<Exchange> sending = threads.submit(() -> template.send(endpoint, exchange));
    try {
      Exception failure = sending.get(timeout.toMillis(), TimeUnit.MILLISECONDS).getException();
      if (failure != null) {
        throw new Undelivered(path, shown, reason(failure), failure);
      }
    } catch (TimeoutException e) {
      sending.cancel(true);
      throw new Undelivered(
          path, shown, "it has not arrived within " + timeout + ", which publishTimeout allows", e);
    } catch (InterruptedException e) {
      sending.cancel(true);
      Thread.currentThread().interrupt();
      throw new Undelivered(path, shown, "it was interrupted", e);
    } catch (ExecutionException e) {
      throw new Undelivered(path, shown, reason(e.getCause()), e.getCause());
    }
  }

  /** A user's route may put row values into messages; file servers do not. */
  private String reason(Throwable failure) {
    String type = failure.getClass().getSimpleName();
    return fileServer ? type + ": " + failure.getMessage() : type;
  }

  /** A file that did not arrive; the message names its path, and no value of it. */
  static final class Undelivered extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Undelivered(String path, String endpoint, String reason, Throwable cause) {
      super(
          "Cannot deliver %s to %s: %s. What was sent before is sent again with the next attempt."
              .formatted(path, endpoint, reason),
          cause);
    }
  }

  void stop(CamelContext context) {
    template.stop();
    context.getExecutorServiceManager().shutdownNow(threads);
  }
}
