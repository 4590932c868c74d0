package dev.slipway.gateway.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.dialects.Dialect;
import dev.slipway.dialects.Route;
import dev.slipway.dialects.RouteScope;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a caller proves who it is in a dialect: its own carriers, which the overview of the dialects lists. */
final class SecuritySchemes {

    private static final String AUTHORIZATION = "Authorization";

    private final Map<String, ObjectNode> schemes;

    private SecuritySchemes(Map<String, ObjectNode> schemes) {
        this.schemes = schemes;
    }

    static SecuritySchemes of(Dialect dialect) {
        Map<String, ObjectNode> schemes = new LinkedHashMap<>();
        switch (dialect) {
            case NATIVE -> schemes.put("token", http("bearer", "An access token from POST /platform/v1/tokens"));
            case DAOCLOUD ->
                schemes.put("token", key("header", AUTHORIZATION, "\"token X\" with an access token X, or X alone"));
            case SERVERLESS_CD -> schemes.put("cd_token", key("header", "cd_token", "An access token"));
            case DRONE -> {
                schemes.put("token", http("bearer", "An access token"));
                schemes.put("query", key("query", "access_token", "An access token; it is not passed on or recorded"));
                schemes.put("session", key("cookie", "user_sess", "What a sign-in gives"));
            }
            case IMAGEBUILD -> {
                schemes.put("basic", http("basic", "A login and its password or an access token"));
                schemes.put("token", http("bearer", "An access token"));
            }
            case HARBOR -> {
                schemes.put("basic", http("basic", "A login and its password or an access token"));
                schemes.put("session", key("cookie", "beegosessionID", "What POST /login gives"));
            }
            case OCI -> {
                schemes.put("basic", http("basic", "Any login, and an access token as the password"));
                schemes.put("token", http("bearer", "An access token"));
            }
            case CODEARTS -> {
                schemes.put("token", key("header", "X-Auth-Token", "What POST /v3/auth/tokens gives"));
                schemes.put(
                        "signature",
                        key("header", AUTHORIZATION, "SDK-HMAC-SHA256 over the request, with an access key pair"));
            }
        }
        return new SecuritySchemes(schemes);
    }

    void addTo(ObjectNode components) {
        components.withObjectProperty("securitySchemes").setAll(schemes);
    }

    /** One of the schemes will do, with a credential of the route's scope; none is needed where the route is public. */
    ArrayNode requirement(Route route) {
        ArrayNode alternatives = JsonNodeFactory.instance.arrayNode();
        if (route.scope() == RouteScope.PUBLIC) {
            alternatives.addObject();
        }
        schemes.keySet().forEach(scheme -> {
            ArrayNode scopes = alternatives.addObject().putArray(scheme);
            if (route.scope() != RouteScope.PUBLIC) {
                scopes.add(route.scope().word());
            }
        });
        return alternatives;
    }

    private static ObjectNode http(String scheme, String description) {
        return scheme("http", description).put("scheme", scheme);
    }

    private static ObjectNode key(String in, String name, String description) {
        return scheme("apiKey", description).put("in", in).put("name", name);
    }

    private static ObjectNode scheme(String type, String description) {
        return JsonNodeFactory.instance.objectNode().put("type", type).put("description", description);
    }
}
