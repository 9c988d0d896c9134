package dev.cosell.sandbox.entra;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Which strings name which protected service: the sandbox's own base addresses, and for the two Partner Center hosts
 * also the production ones (Partner Center REST URLs page), so that a client's scopes need no change.
 */
public final class Audiences {
    private static final Map<String, String> PRODUCTION = Map.of(
            "https://api.partner.microsoft.com", "partnerCenter",
            "https://api.partnercenter.microsoft.com", "webhooks");

    private final Map<String, URI> addresses;

    /** @param addresses base address by service name */
    public Audiences(Map<String, URI> addresses) {
        this.addresses = addresses;
    }

    /** The service that a resource string names, if any. */
    Optional<String> service(String resource) {
        String name = withoutSlash(resource);
        return addresses.entrySet().stream()
                .filter(entry -> withoutSlash(entry.getValue().toString()).equals(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .or(() -> Optional.ofNullable(PRODUCTION.get(name)));
    }

    boolean same(String resource, URI audience) {
        Optional<String> asked = service(audience.toString());
        return asked.isPresent() && asked.equals(service(resource));
    }

    private static String withoutSlash(String resource) {
        return resource.endsWith("/") ? resource.substring(0, resource.length() - 1) : resource;
    }
}
