package dev.twinset.worker.engine;

import com.fasterxml.jackson.databind.JsonNode;

/** What an error of the engine means to a worker: whether trying again may help, and what to do if not. */
final class EngineErrors {
    static final String CONFLICT = "version_conflict_engine_exception";
    static final String INDEX_EXISTS = "resource_already_exists_exception";

    private static final int TIMEOUT = 408;
    private static final int TOO_MANY = 429;
    private static final int SERVER = 500;

    private final String index;
    private final EngineCredentials credentials;

    EngineErrors(String index, EngineCredentials credentials) {
        this.index = index;
        this.credentials = credentials;
    }

    /**
     * The body of an answer.
     *
     * @param what was asked, such as {@code search index x}
     * @throws EngineUnavailableException if the answer is an error that may pass
     * @throws EngineException if the answer is another error
     */
    JsonNode require(EngineResponse response, String what) {
        if (!response.isSuccess()) {
            throw error(response.status(), response.error(), what);
        }
        return response.body();
    }

    RuntimeException error(int status, JsonNode error, String what) {
        String type = EngineResponse.type(error);
        String reason = "status " + status + ", " + EngineResponse.reason(error);
        if (type.equals("cluster_block_exception")) {
            return new EngineUnavailableException("the engine blocks what is asked, to " + what + " (" + reason
                    + "): free disk space on its nodes, or remove the block");
        } else if (type.equals("index_not_found_exception")) {
            return gone();
        } else if (status == 401 || status == 403) {
            return credentials.refused(what, reason);
        } else if (status == TIMEOUT || status == TOO_MANY || status >= SERVER) {
            return new EngineUnavailableException("the engine cannot " + what + " now (" + reason + ")");
        }
        return new EngineException("the engine does not " + what + " (" + reason + ")");
    }

    EngineException gone() {
        return new EngineException("index " + index + " was deleted while it was in use: start the workers again, which"
                + " make it anew");
    }

    /** @throws EngineUnavailableException if a shard is missing from the answer, or gave up early */
    void requireComplete(JsonNode answer, String what) {
        JsonNode shards = answer.path("_shards");
        int total = shards.path("total").asInt();
        int successful = shards.path("successful").asInt();
        int failed = shards.path("failed").asInt();
        if (answer.path("timed_out").asBoolean() || failed > 0 || successful < total || total == 0) {
            JsonNode failures = shards.path("failures").path(0).path("reason");
            throw new EngineUnavailableException("the engine cannot " + what + " completely: " + successful + " of "
                    + total + " shards answered"
                    + (answer.path("timed_out").asBoolean() ? ", and one stopped at its time limit" : "")
                    + (failures.isObject() ? " (" + EngineResponse.reason(failures) + ")" : ""));
        }
    }
}
