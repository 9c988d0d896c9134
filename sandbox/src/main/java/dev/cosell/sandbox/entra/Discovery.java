package dev.cosell.sandbox.entra;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Response;
import java.net.URI;

/** The documents by which MSAL and azure-identity find the endpoints of an authority. */
final class Discovery {
    private final URI login;

    Discovery(URI login) {
        this.login = login;
    }

    /** {@code /{tenant}/v2.0/.well-known/openid-configuration}. */
    Response openId(String tenant) {
        String authority = login + "/" + tenant;
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("token_endpoint", authority + "/oauth2/v2.0/token");
        out.putArray("token_endpoint_auth_methods_supported")
                .add("client_secret_post")
                .add("client_secret_basic");
        out.put("jwks_uri", login + "/common/discovery/v2.0/keys");
        out.putArray("response_modes_supported").add("query");
        out.putArray("subject_types_supported").add("pairwise");
        out.putArray("id_token_signing_alg_values_supported").add("RS256");
        out.putArray("response_types_supported").add("code");
        out.putArray("scopes_supported").add("openid").add("profile").add("offline_access");
        out.put("issuer", authority + "/v2.0");
        out.put("authorization_endpoint", authority + "/oauth2/v2.0/authorize");
        return Response.json(200, out);
    }

    /** {@code /common/discovery/instance}. */
    Response instance() {
        String host = login.getAuthority();
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("tenant_discovery_endpoint", login + "/common/v2.0/.well-known/openid-configuration");
        out.put("api-version", "1.1");
        ObjectNode metadata = out.putArray("metadata").addObject();
        metadata.put("preferred_network", host).put("preferred_cache", host);
        metadata.putArray("aliases").add(host);
        return Response.json(200, out);
    }

    /** {@code /common/discovery/v2.0/keys}; empty, since the tokens are for the sandbox's own services only. */
    Response keys() {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.putArray("keys");
        return Response.json(200, out);
    }
}
