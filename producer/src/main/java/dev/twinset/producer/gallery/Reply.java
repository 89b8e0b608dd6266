package dev.twinset.producer.gallery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * What goes back.
 *
 * @param headers beside the content's type
 */
record Reply(int status, String type, byte[] body, Map<String, String> headers) {
    private static final String NEVER_STORED = "no-store";

    Reply {
        headers = Map.copyOf(headers);
    }

    static Reply json(int status, JsonNode body) {
        return new Reply(
                status,
                "application/json; charset=utf-8",
                body.toString().getBytes(UTF_8),
                Map.of("Cache-Control", NEVER_STORED));
    }

    static Reply refused(Refusal refusal) {
        return json(refusal.status(), JsonNodeFactory.instance.objectNode().put("error", refusal.sentence()));
    }

    static Reply html(int status, String body) {
        return new Reply(
                status, "text/html; charset=utf-8", body.getBytes(UTF_8), Map.of("Cache-Control", NEVER_STORED));
    }

    /** The same with one more header. */
    Reply with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Reply(status, type, body, more);
    }

    /** @param cacheControl for how long it may be shown without asking again */
    static Reply cached(HttpExchange exchange, String type, byte[] body, String etag, String cacheControl) {
        Map<String, String> headers = Map.of("ETag", etag, "Cache-Control", cacheControl);
        String known = exchange.getRequestHeaders().getFirst("If-None-Match");
        return etag.equals(known) ? new Reply(304, type, new byte[0], headers) : new Reply(200, type, body, headers);
    }

    void send(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        if (exchange.getRequestMethod().equals("HEAD") || body.length == 0) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
