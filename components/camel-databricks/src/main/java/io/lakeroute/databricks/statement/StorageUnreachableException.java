package io.lakeroute.databricks.statement;

/** No link of a result can be fetched from here, before any row of it was given out. */
public final class StorageUnreachableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message which host, and why
   */
  StorageUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
