// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.thrift;

import com.databricks.jdbc.model.client.thrift.generated.THandleIdentifier;
import com.databricks.jdbc.model.client.thrift.generated.TOperationHandle;
import com.databricks.jdbc.model.client.thrift.generated.TOperationType;
import com.databricks.jdbc.model.client.thrift.generated.TSessionHandle;
import java.nio.ByteBuffer;
import java.util.UUID;

/** Sessions and statements under the handles that Thrift gives them; stateless. */
final class Handles {

  private Handles() {}

  static TSessionHandle session(String id) {
    return new TSessionHandle(identifier(id));
  }

  static TOperationHandle operation(String id) {
    return new TOperationHandle(identifier(id), TOperationType.EXECUTE_STATEMENT, true);
  }

  static String id(TSessionHandle handle) {
    return id(handle.getSessionId());
  }

  static String id(TOperationHandle handle) {
    return id(handle.getOperationId());
  }

  private static THandleIdentifier identifier(String id) {
    var uuid = UUID.fromString(id);
    byte[] bytes =
        ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .array();
    return new THandleIdentifier(ByteBuffer.wrap(bytes), ByteBuffer.wrap(bytes));
  }

  private static String id(THandleIdentifier identifier) {
    var bytes = ByteBuffer.wrap(identifier.getGuid());
    return bytes.remaining() == 16 ? new UUID(bytes.getLong(), bytes.getLong()).toString() : "";
  }
}
