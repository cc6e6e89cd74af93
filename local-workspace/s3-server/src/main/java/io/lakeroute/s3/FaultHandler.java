// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.s3;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.gaul.shaded.org.eclipse.jetty.http.HttpHeader;
import org.gaul.shaded.org.eclipse.jetty.io.Content;
import org.gaul.shaded.org.eclipse.jetty.io.EofException;
import org.gaul.shaded.org.eclipse.jetty.server.Handler;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;

/** Applies faults to requests and logs them, before s3proxy looks at them; safe for threads. */
final class FaultHandler extends Handler.Wrapper {

  private static final String FAULT = "A fault was injected";

  private final Requests requests;

  FaultHandler(Handler handler, Requests requests) {
    super(handler);
    this.requests = requests;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = request.getHttpURI().getDecodedPath();
    String query = request.getHttpURI().getQuery();
    String target = query == null ? path : path + "?" + query;
    var exchange = new Exchange(request, response, callback, target);
    var fault = requests.take(request.getMethod() + " " + target);
    return fault.isPresent() ? exchange.fail(fault.get()) : exchange.pass(response);
  }

  /** One request with where its reply goes. */
  private final class Exchange {

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final String target;

    Exchange(Request request, Response response, Callback callback, String target) {
      this.request = request;
      this.response = response;
      this.callback = callback;
      this.target = target;
    }

    boolean pass(Response to) throws Exception {
      var logged =
          Callback.from(
              () -> {
                log(response.getStatus());
                callback.succeeded();
              },
              callback::failed);
      return getHandler().handle(request, to, logged);
    }

    boolean fail(Fault fault) throws Exception {
      Thread.sleep(fault.delayMillis());
      if (fault.status() == Fault.PASS) {
        return pass(response);
      }
      if (fault.after()) {
        return getHandler()
            .handle(
                request,
                new Unsent(request, response),
                Callback.from(() -> replace(fault), callback::failed));
      }
      if (fault.afterBytes() > 0 && request.getMethod().equals("GET")) {
        return getHandler().handle(request, new CutShort(fault.afterBytes()), callback);
      }
      if (fault.status() == Fault.RESET) {
        read(fault.afterBytes());
      } else {
        // A client that still sends its body would see a broken connection and no reply.
        read(Long.MAX_VALUE);
      }
      replace(fault);
      return true;
    }

    private void read(long bytes) throws IOException {
      try (var in = Content.Source.asInputStream(request)) {
        byte[] buffer = new byte[64 * 1024];
        long left = bytes;
        int read = 0;
        while (left > 0 && read >= 0) {
          read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
          left -= read;
        }
      }
    }

    private void replace(Fault fault) {
      log(fault.status());
      if (fault.status() == Fault.RESET) {
        reset();
        callback.failed(new EofException(FAULT));
        return;
      }
      response.reset();
      response.setStatus(fault.status());
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/xml");
      String body =
          """
          <?xml version="1.0" encoding="UTF-8"?>
          <Error><Code>%s</Code><Message>%s</Message></Error>\
          """
              .formatted(fault.code(), FAULT);
      boolean head = request.getMethod().equals("HEAD");
      response.write(true, StandardCharsets.UTF_8.encode(head ? "" : body), callback);
    }

    private void reset() {
      var connection = request.getConnectionMetaData().getConnection().getEndPoint();
      try {
        if (connection.getTransport() instanceof SocketChannel socket) {
          // Closing then sends RST and not FIN.
          socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
      } catch (IOException e) {
        // The client closed it first.
      }
      connection.close();
    }

    private void log(int status) {
      requests.log(new Requests.Entry(request.getMethod(), target, status));
    }

    /** A reply that is cut after a number of bytes. */
    private final class CutShort extends Response.Wrapper {

      private long left;

      CutShort(long bytes) {
        super(request, response);
        left = bytes;
      }

      @Override
      public void write(boolean last, ByteBuffer content, Callback written) {
        int size = content == null ? 0 : content.remaining();
        if (size < left) {
          left -= size;
          super.write(last, content, written);
          return;
        }
        log(Fault.RESET);
        reset();
        written.failed(new EofException(FAULT));
      }
    }
  }

  /** A reply that the client never gets. */
  private static final class Unsent extends Response.Wrapper {

    Unsent(Request request, Response response) {
      super(request, response);
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback written) {
      if (content != null) {
        content.position(content.limit());
      }
      written.succeeded();
    }
  }
}
