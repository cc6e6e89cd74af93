// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import com.databricks.sdk.AccountClient;
import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.service.iam.ComplexValue;
import com.databricks.sdk.service.iam.CreateGroupRequest;
import com.databricks.sdk.service.iam.CreateServicePrincipalRequest;
import com.databricks.sdk.service.iam.Group;
import com.databricks.sdk.service.oauth2.CreateServicePrincipalFederationPolicyRequest;
import com.databricks.sdk.service.oauth2.CreateServicePrincipalSecretRequest;
import com.databricks.sdk.service.oauth2.FederationPolicy;
import com.databricks.sdk.service.oauth2.OidcFederationPolicy;
import com.databricks.sdk.service.sql.WarehouseAccessControlRequest;
import com.databricks.sdk.service.sql.WarehousePermissionLevel;
import com.databricks.sdk.service.sql.WarehousePermissionsRequest;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes service principals and groups with databricks-sdk-java, as an administrator does. Safe for
 * threads.
 */
public final class Identities {
  /** The local workspace answers for any account. */
  private static final String ACCOUNT = "00000000-0000-0000-0000-000000000000";

  private final Workspace workspace;
  private final WorkspaceClient admin;

  private Identities(Workspace workspace) {
    this.workspace = workspace;
    this.admin = client(workspace);
  }

  public static Identities of(LocalWorkspace workspace) {
    return new Identities(workspace.access());
  }

  /** A client that signs in with the workspace's client id and secret. */
  public static WorkspaceClient client(Workspace workspace) {
    return new WorkspaceClient(
        new DatabricksConfig()
            .setHost(workspace.host().toString())
            .setAuthType("oauth-m2m")
            .setClientId(workspace.clientId())
            .setClientSecret(workspace.clientSecret()));
  }

  /** The client of the workspace's administrator. */
  public WorkspaceClient admin() {
    return admin;
  }

  /** A service principal with its SCIM id, and the workspace as it signs in there. */
  public record Identity(String id, Workspace access) {

    /** What it is called in grants and by {@code current_user()}. */
    public String name() {
      return access.clientId();
    }

    public WorkspaceClient client() {
      return Identities.client(access);
    }

    public Statements statements() {
      return Statements.of(access);
    }
  }

  /** A new service principal with a secret, in no group and without a grant. */
  public Identity servicePrincipal(String displayName) {
    var created =
        admin
            .servicePrincipalsV2()
            .create(new CreateServicePrincipalRequest().setDisplayName(displayName));
    return new Identity(
        created.getId(),
        workspace.withCredentials(created.getApplicationId(), secret(created.getId())));
  }

  /** A new service principal that may use the warehouse, and nothing else. */
  public Identity warehouseUser(String displayName) {
    Identity created = servicePrincipal(displayName);
    letUseWarehouse(created);
    return created;
  }

  public void letUseWarehouse(Identity identity) {
    admin
        .warehouses()
        .updatePermissions(
            new WarehousePermissionsRequest()
                .setWarehouseId(workspace.warehouseId())
                .setAccessControlList(
                    List.of(
                        new WarehouseAccessControlRequest()
                            .setServicePrincipalName(identity.name())
                            .setPermissionLevel(WarehousePermissionLevel.CAN_USE))));
  }

  /** Another secret of a service principal. */
  public String secret(String principalId) {
    return admin
        .servicePrincipalSecretsProxy()
        .create(new CreateServicePrincipalSecretRequest().setServicePrincipalId(principalId))
        .getSecret();
  }

  /** The client of the account, for what is not in the workspace's hands. */
  public AccountClient account() {
    return new AccountClient(
        new DatabricksConfig()
            .setHost(workspace.host().toString())
            .setAccountId(ACCOUNT)
            .setAuthType("oauth-m2m")
            .setClientId(workspace.clientId())
            .setClientSecret(workspace.clientSecret()));
  }

  /** Lets the provider's tokens of this subject, meant for this audience, stand for a principal. */
  public FederationPolicy trust(
      Identity identity, IdentityProvider provider, String audience, String subject) {
    return account()
        .servicePrincipalFederationPolicy()
        .create(
            new CreateServicePrincipalFederationPolicyRequest()
                .setServicePrincipalId(Long.valueOf(identity.id()))
                .setPolicy(
                    new FederationPolicy()
                        .setOidcPolicy(
                            new OidcFederationPolicy()
                                .setIssuer(provider.issuer())
                                .setAudiences(List.of(audience))
                                .setSubject(subject)
                                .setJwksJson(provider.jwks()))));
  }

  /** A new group of these service principals. */
  public Group group(String name, Identity... members) {
    return admin
        .groupsV2()
        .create(
            new CreateGroupRequest()
                .setDisplayName(name)
                .setMembers(
                    Stream.of(members)
                        .map(member -> new ComplexValue().setValue(member.id()))
                        .toList()));
  }
}
