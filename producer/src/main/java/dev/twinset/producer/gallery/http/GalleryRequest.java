package dev.twinset.producer.gallery.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.Optional;

/** A request, read with limits. */
public final class GalleryRequest {
    private GalleryRequest() {}

    /**
     * A parameter of the address.
     *
     * @throws HttpException 400 if it cannot be decoded
     */
    public static Optional<String> parameter(HttpExchange exchange, String name) throws HttpException {
        return parameter(
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""), name);
    }

    /** @param form as in a query string or form: {@code name=value&name=value} */
    public static Optional<String> parameter(String form, String name) throws HttpException {
        for (String pair : form.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                try {
                    return Optional.of(URLDecoder.decode(pair.substring(name.length() + 1), UTF_8));
                } catch (IllegalArgumentException e) {
                    throw new HttpException(400, "the parameter " + name + " is not URL-encoded");
                }
            }
        }
        return Optional.empty();
    }

    /** @throws HttpException 400 if it is missing */
    public static String required(HttpExchange exchange, String name) throws HttpException {
        return parameter(exchange, name)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> new HttpException(400, "the parameter " + name + " is missing"));
    }

    /** @throws HttpException 413 if the body is larger, 400 if it is empty */
    static byte[] body(HttpExchange exchange, int mostBytes) throws HttpException, IOException {
        if (length(exchange) > mostBytes) {
            throw tooLarge(mostBytes);
        }
        // not closed here: that would wait for the rest of what is too large
        byte[] body = exchange.getRequestBody().readNBytes(mostBytes + 1);
        if (body.length > mostBytes) {
            throw tooLarge(mostBytes);
        }
        if (body.length == 0) {
            throw new HttpException(400, "nothing was sent: send the bytes as the body");
        }
        return body;
    }

    private static long length(HttpExchange exchange) {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
    }

    private static HttpException tooLarge(int mostBytes) {
        return new HttpException(413, "too large: at most " + mostBytes + " bytes are taken");
    }
}
