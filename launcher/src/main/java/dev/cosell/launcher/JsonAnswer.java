package dev.cosell.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/**
 * An answer to a call.
 *
 * @param body JSON; a missing node for an empty answer
 */
public record JsonAnswer(int status, JsonNode body, HttpHeaders headers) {}
