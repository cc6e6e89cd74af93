// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.bench;

import io.lakeroute.databricks.staging.objects.ObjectUpload;
import io.lakeroute.databricks.staging.objects.StagingStore;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.BlockingOutputStreamAsyncRequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.transfer.s3.S3TransferManager;
import software.amazon.awssdk.transfer.s3.model.Upload;
import software.amazon.awssdk.transfer.s3.model.UploadRequest;

/**
 * Other places for the objects of the component's encoder: plain files, and the AWS SDK's transfer
 * manager. For one thread.
 */
record ForeignStore(Function<String, ObjectUpload> uploads) implements StagingStore {

  static ForeignStore files(Path folder) {
    return new ForeignStore(
        path -> {
          try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            OutputStream out = Files.newOutputStream(file);
            return new Written(out, () -> {});
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Several parts of an object are on their way at once, as the manager likes it. */
  static ForeignStore transfers(S3TransferManager manager, String bucket, String folder) {
    return new ForeignStore(
        path -> {
          BlockingOutputStreamAsyncRequestBody body =
              AsyncRequestBody.forBlockingOutputStream(null);
          Upload upload =
              manager.upload(
                  UploadRequest.builder()
                      .putObjectRequest(
                          PutObjectRequest.builder()
                              .bucket(bucket)
                              .key(folder + "/" + path)
                              .build())
                      .requestBody(body)
                      .build());
          return new Written(body.outputStream(), () -> upload.completionFuture().join());
        });
  }

  /** An object that is there when its stream is closed and an end is awaited. */
  private static final class Written extends ObjectUpload {
    private final OutputStream out;
    private final Runnable end;

    Written(OutputStream out, Runnable end) {
      this.out = out;
      this.end = end;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      out.write(bytes, from, count);
    }

    @Override
    public void complete() {
      close();
      end.run();
    }

    @Override
    public void close() {
      try {
        out.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public ObjectUpload upload(String path) {
    return uploads.apply(path);
  }

  @Override
  public long longestObject() {
    return Long.MAX_VALUE;
  }

  @Override
  public String location(String path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String credentialClause() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> list(String folder) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(List<String> paths) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void abortUploads(String folder, Instant before) {
    throw new UnsupportedOperationException();
  }
}
