// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.thrift;

import com.databricks.internal.apache.thrift.TApplicationException;
import com.databricks.internal.apache.thrift.TException;
import com.databricks.internal.apache.thrift.protocol.TBinaryProtocol;
import com.databricks.internal.apache.thrift.transport.TMemoryBuffer;
import com.databricks.internal.apache.thrift.transport.TMemoryInputTransport;
import com.databricks.jdbc.model.client.thrift.generated.TCLIService;
import io.lakeroute.workspace.http.Caller;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Resource;
import io.lakeroute.workspace.http.Response;
import io.lakeroute.workspace.http.Router;
import io.lakeroute.workspace.warehouses.Compute;
import java.lang.reflect.Proxy;
import java.util.Arrays;

/** The Databricks dialect of Thrift over HTTP, in the classes that the driver itself carries. */
public final class ThriftResource implements Resource {

  private static final int RETRY_SECONDS = 1;

  private final String path;
  private final Compute compute;
  private final ThriftCalls calls;

  /**
   * @param path ends with {@code {id}}, that of the warehouse or cluster
   * @param calls open sessions there
   */
  public ThriftResource(String path, Compute compute, ThriftCalls calls) {
    this.path = path;
    this.compute = compute;
    this.calls = calls;
  }

  @Override
  public void register(Router router) {
    router.add("POST", path, this::call);
  }

  /** A session on what does not run yet is refused, with a time to come back. */
  private Response call(Request request) throws TException {
    compute.require(request.variable("id"), request.principal());
    if (compute.state() != Compute.State.RUNNING && opensSession(request.body())) {
      compute.start();
      return Response.bytes(503, "application/x-thrift", new byte[0])
          .withHeader("Retry-After", String.valueOf(RETRY_SECONDS))
          .withHeader("X-Thriftserver-Error-Message", "TEMPORARILY_UNAVAILABLE: It is starting.");
    }
    var out = new TMemoryBuffer(1024);
    new TCLIService.Processor<>(service(request.caller()))
        .process(protocol(request.body()), new TBinaryProtocol(out));
    byte[] reply = Arrays.copyOf(out.getArray(), out.length());
    return Response.bytes(200, "application/x-thrift", reply);
  }

  private static boolean opensSession(byte[] body) throws TException {
    return protocol(body).readMessageBegin().name.equals("OpenSession");
  }

  private static TBinaryProtocol protocol(byte[] body) throws TException {
    return new TBinaryProtocol(new TMemoryInputTransport(body));
  }

  /** The generated interface has a method per call; those that nobody sends are refused by name. */
  private TCLIService.Iface service(Caller caller) {
    return (TCLIService.Iface)
        Proxy.newProxyInstance(
            TCLIService.class.getClassLoader(),
            new Class<?>[] {TCLIService.Iface.class},
            (proxy, method, arguments) ->
                calls
                    .find(method.getName())
                    .orElseThrow(
                        () ->
                            new TApplicationException(
                                TApplicationException.UNKNOWN_METHOD,
                                "The local workspace has no call " + method.getName()))
                    .apply(arguments[0], caller));
  }
}
