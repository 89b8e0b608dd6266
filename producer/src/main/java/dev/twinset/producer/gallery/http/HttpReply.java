package dev.twinset.producer.gallery.http;

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
public record HttpReply(int status, String type, byte[] body, Map<String, String> headers) {
    private static final String NEVER_STORED = "no-store";

    public HttpReply {
        headers = Map.copyOf(headers);
    }

    public static HttpReply json(int status, JsonNode body) {
        return new HttpReply(
                status,
                "application/json; charset=utf-8",
                body.toString().getBytes(UTF_8),
                Map.of("Cache-Control", NEVER_STORED));
    }

    public static HttpReply refused(HttpException refusal) {
        return json(refusal.status(), JsonNodeFactory.instance.objectNode().put("error", refusal.sentence()));
    }

    public static HttpReply html(int status, String body) {
        return new HttpReply(
                status, "text/html; charset=utf-8", body.getBytes(UTF_8), Map.of("Cache-Control", NEVER_STORED));
    }

    /** The same with one more header. */
    public HttpReply with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new HttpReply(status, type, body, more);
    }

    /** @param cacheControl for how long it may be shown without asking again */
    public static HttpReply cached(HttpExchange exchange, String type, byte[] body, String etag, String cacheControl) {
        Map<String, String> headers = Map.of("ETag", etag, "Cache-Control", cacheControl);
        String known = exchange.getRequestHeaders().getFirst("If-None-Match");
        return etag.equals(known)
                ? new HttpReply(304, type, new byte[0], headers)
                : new HttpReply(200, type, body, headers);
    }

    public void send(HttpExchange exchange) throws IOException {
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
