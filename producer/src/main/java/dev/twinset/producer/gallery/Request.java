package dev.twinset.producer.gallery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.Optional;

/** What comes in, read with limits. */
final class Request {
    private Request() {}

    /**
     * A parameter of the address.
     *
     * @throws Refusal 400 if it cannot be decoded
     */
    static Optional<String> parameter(HttpExchange exchange, String name) throws Refusal {
        return parameter(
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""), name);
    }

    /** @param form as addresses and forms have it: {@code name=value&name=value} */
    static Optional<String> parameter(String form, String name) throws Refusal {
        for (String pair : form.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                try {
                    return Optional.of(URLDecoder.decode(pair.substring(name.length() + 1), UTF_8));
                } catch (IllegalArgumentException e) {
                    throw new Refusal(400, "the parameter " + name + " is not encoded as addresses are");
                }
            }
        }
        return Optional.empty();
    }

    /** @throws Refusal 400 if it is missing */
    static String required(HttpExchange exchange, String name) throws Refusal {
        return parameter(exchange, name)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> new Refusal(400, "the parameter " + name + " is missing"));
    }

    /** @throws Refusal 413 if the body is larger, 400 if it is empty */
    static byte[] body(HttpExchange exchange, int mostBytes) throws Refusal, IOException {
        if (length(exchange) > mostBytes) {
            throw tooLarge(mostBytes);
        }
        // not closed here: that would wait for the rest of what is too large
        byte[] body = exchange.getRequestBody().readNBytes(mostBytes + 1);
        if (body.length > mostBytes) {
            throw tooLarge(mostBytes);
        }
        if (body.length == 0) {
            throw new Refusal(400, "nothing was sent: send the bytes as the body");
        }
        return body;
    }

    private static long length(HttpExchange exchange) {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
    }

    private static Refusal tooLarge(int mostBytes) {
        return new Refusal(413, "too large: at most " + mostBytes + " bytes are taken");
    }
}
