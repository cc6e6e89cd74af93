package io.lakeroute.workspace.auth;

/**
 * Who may call this workspace: one service principal and one personal access token.
 *
 * @param signingKey the secret under which access tokens are signed, at least 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never changed or compared
public record Credentials(
    String clientId, String clientSecret, String personalToken, byte[] signingKey) {}
