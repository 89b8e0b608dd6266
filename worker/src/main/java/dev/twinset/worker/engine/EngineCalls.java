package dev.twinset.worker.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * Calls of the engine's REST, and what their errors mean.
 *
 * @param timeout of an answer
 */
record EngineCalls(EngineHttp http, EngineErrors errors, Duration timeout) {
    private static final byte[] NO_BODY = {};
    private static final int NOT_FOUND = 404;

    /** @param what is asked, for the sentence of an error, such as {@code count documents} */
    JsonNode get(String path, String what) {
        return errors.require(http.send("GET", path, NO_BODY, timeout), what);
    }

    /**
     * Empty if there is no such thing.
     *
     * @param missing field of the answer that says so
     */
    Optional<JsonNode> find(String path, String missing, String what) {
        EngineResponse response = http.send("GET", path, NO_BODY, timeout);
        return response.status() == NOT_FOUND && response.body().has(missing)
                ? Optional.empty()
                : Optional.of(errors.require(response, what));
    }

    JsonNode post(String path, byte[] body, String what) {
        return errors.require(http.send("POST", path, body, timeout), what);
    }

    JsonNode post(String path, JsonNode body, String what) {
        return post(path, EngineHttp.bytes(body), what);
    }

    void delete(String path, String what) {
        errors.require(http.send("DELETE", path, NO_BODY, timeout), what);
    }

    /** Whether something was made; false if it was there already. */
    boolean create(String path, JsonNode body, String what) {
        EngineResponse response = http.send("PUT", path, EngineHttp.bytes(body), timeout);
        if (EngineResponse.type(response.error()).equals(EngineErrors.INDEX_EXISTS)) {
            return false;
        }
        errors.require(response, what);
        return true;
    }
}
