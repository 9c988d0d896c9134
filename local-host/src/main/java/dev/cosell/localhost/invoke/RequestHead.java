package dev.cosell.localhost.invoke;

import com.microsoft.azure.functions.HttpMethod;
import java.net.URI;
import java.util.Map;

/**
 * An HTTP request without its body.
 *
 * @param headers lower-case names, as the real worker hands them over
 * @param query repeated values joined by a comma, empty ones left out
 */
public record RequestHead(URI uri, HttpMethod method, Map<String, String> headers, Map<String, String> query) {}
