// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.rotate;

import java.time.Duration;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/**
 * The options of {@code rotate}, each declared once; {@link RotationChecks} holds what they may be.
 */
@Configurer(extended = true)
@UriParams
public class RotateOptions {

  @UriParam(
      label = "rotation",
      description =
          "Name of the connection in whose name rotate makes and deletes secrets, where the service principal may not"
              + " do so for itself.")
  private String secretAdmin;

  @UriParam(
      label = "rotation",
      description =
          "Number that stands for the service principal whose secret rotate replaces. Without it, the connection asks"
              + " the workspace who it is.")
  private String servicePrincipalId;

  @UriParam(
      label = "rotation",
      defaultValue = "60d",
      javaType = "java.time.Duration",
      description = "How long a secret made by rotate lives, 730 days at most.")
  private Duration secretLifetime = Duration.ofDays(60);

  @UriParam(
      label = "rotation",
      defaultValue = "30d",
      javaType = "java.time.Duration",
      description =
          "Age at which rotate replaces the secret in use; 0s replaces it with each message.")
  private Duration rotateAfter = Duration.ofDays(30);

  @UriParam(
      label = "rotation",
      defaultValue = "2h",
      javaType = "java.time.Duration",
      description =
          "How long the old secret stays good after rotate has handed over the new one. A message after that time"
              + " deletes it.")
  private Duration secretOverlap = Duration.ofHours(2);

  @UriParam(
      label = "rotation",
      description =
          "Kubernetes Secret that rotate puts the new secret into, as name or namespace/name. Without it, rotate"
              + " replaces the connection's clientSecretFile.")
  private String kubernetesSecretName;

  @UriParam(
      label = "rotation",
      defaultValue = "clientSecret",
      description = "Entry of the Kubernetes Secret that holds the OAuth secret.")
  private String kubernetesSecretEntry = "clientSecret";

  @UriParam(
      label = "rotation,advanced",
      description =
          "URL of the Kubernetes API. Without it, the one that Kubernetes names in the pod's environment.")
  private String kubernetesApi;

  @UriParam(
      label = "rotation,advanced",
      defaultValue = "/var/run/secrets/kubernetes.io/serviceaccount",
      description = "Folder with the pod's token, ca.crt and namespace.")
  private String kubernetesAccount = "/var/run/secrets/kubernetes.io/serviceaccount";

  public String getSecretAdmin() {
    return secretAdmin;
  }

  public void setSecretAdmin(String secretAdmin) {
    this.secretAdmin = secretAdmin;
  }

  public String getServicePrincipalId() {
    return servicePrincipalId;
  }

  public void setServicePrincipalId(String servicePrincipalId) {
    this.servicePrincipalId = servicePrincipalId;
  }

  public Duration getSecretLifetime() {
    return secretLifetime;
  }

  public void setSecretLifetime(Duration secretLifetime) {
    this.secretLifetime = secretLifetime;
  }

  public Duration getRotateAfter() {
    return rotateAfter;
  }

  public void setRotateAfter(Duration rotateAfter) {
    this.rotateAfter = rotateAfter;
  }

  public Duration getSecretOverlap() {
    return secretOverlap;
  }

  public void setSecretOverlap(Duration secretOverlap) {
    this.secretOverlap = secretOverlap;
  }

  public String getKubernetesSecretName() {
    return kubernetesSecretName;
  }

  public void setKubernetesSecretName(String kubernetesSecretName) {
    this.kubernetesSecretName = kubernetesSecretName;
  }

  public String getKubernetesSecretEntry() {
    return kubernetesSecretEntry;
  }

  public void setKubernetesSecretEntry(String kubernetesSecretEntry) {
    this.kubernetesSecretEntry = kubernetesSecretEntry;
  }

  public String getKubernetesApi() {
    return kubernetesApi;
  }

  public void setKubernetesApi(String kubernetesApi) {
    this.kubernetesApi = kubernetesApi;
  }

  public String getKubernetesAccount() {
    return kubernetesAccount;
  }

  public void setKubernetesAccount(String kubernetesAccount) {
    this.kubernetesAccount = kubernetesAccount;
  }
}
