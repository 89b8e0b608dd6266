package dev.twinset.worker.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinset.contract.record.UntrustedText;
import java.net.URI;

/**
 * An answer of the engine.
 *
 * @param address which answered
 * @param body missing if it is no JSON
 */
record EngineResponse(URI address, int status, JsonNode body) {
    private static final int REASON_CHARS = 300;

    boolean isSuccess() {
        return status / 100 == 2;
    }

    JsonNode error() {
        return body.path("error");
    }

    /** Of an error, the most specific one. */
    static String type(JsonNode error) {
        return specific(error).path("type").asText();
    }

    /** Of an error, for a sentence. */
    static String reason(JsonNode error) {
        JsonNode specific = specific(error);
        String reason = specific.isTextual()
                ? specific.asText()
                : specific.path("reason").asText(specific.path("type").asText());
        return UntrustedText.escape(
                reason.length() > REASON_CHARS ? reason.substring(0, REASON_CHARS) + "..." : reason);
    }

    private static JsonNode specific(JsonNode error) {
        JsonNode root = error.path("root_cause").path(0);
        return root.isObject() ? root : error;
    }
}
