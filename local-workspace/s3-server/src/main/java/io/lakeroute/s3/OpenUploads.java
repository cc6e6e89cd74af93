// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.s3;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Answers NoSuchUpload for an upload that was aborted or completed, as S3 does; s3proxy keeps the
 * late part. Safe for threads.
 */
final class OpenUploads extends ForwardingBlobStore {

  private final Path folder;

  OpenUploads(BlobStore store, Path folder) {
    super(store);
    this.folder = folder;
  }

  @Override
  public UploadPartResponse uploadMultipartPart(
      MultipartUpload upload, UploadPartRequest request, InputStream body) {
    check(upload);
    return super.uploadMultipartPart(upload, request, body);
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    check(upload);
    return super.completeMultipartUpload(upload, request);
  }

  @Override
  public void abortMultipartUpload(MultipartUpload upload) {
    check(upload);
    super.abortMultipartUpload(upload);
  }

  /** The store keeps one file for each open upload. */
  private void check(MultipartUpload upload) {
    String file = ".mpus-" + upload.id() + "-" + upload.blobName() + "-stub";
    if (!Files.exists(folder.resolve(upload.containerName()).resolve(file))) {
      throw NoSuchUploadException.builder()
          .statusCode(404)
          .awsErrorDetails(
              AwsErrorDetails.builder()
                  .errorCode("NoSuchUpload")
                  .errorMessage("The upload does not exist; it was aborted or completed.")
                  .build())
          .build();
    }
  }
}
