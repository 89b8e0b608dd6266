package dev.twinset.producer.gallery.http;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import dev.twinset.console.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The static files of the page, read once. Any thread. */
public final class Assets {
    /** Revalidated on each use, mostly answered with 304, so a new release shows at once. */
    private static final String ASK_AGAIN = "no-cache";

    private static final String SVG = "image/svg+xml";
    private static final Map<String, String> TYPES = Map.of(
            "html",
            "text/html; charset=utf-8",
            "css",
            "text/css; charset=utf-8",
            "js",
            "text/javascript; charset=utf-8",
            "svg",
            SVG);

    private static final List<String> NAMES = List.of(
            "index.html",
            "login.html",
            "style.css",
            "app.js",
            "ask.js",
            "detail.js",
            "dom.js",
            "keys.js",
            "later.svg",
            "map.js",
            "matches.js",
            "options.js",
            "rows.js",
            "search.js",
            "stream.js",
            "icon.svg",
            "nothing.svg");

    /** Files for visitors without the token: those of the login page. */
    private static final List<String> PUBLIC = List.of("/style.css", "/icon.svg");

    private record Asset(String type, byte[] bytes, String etag) {}

    private final Map<String, Asset> assets = new HashMap<>();

    private Assets() {}

    public static Assets load() throws IOException {
        Assets loaded = new Assets();
        for (String name : NAMES) {
            try (InputStream in = requireNonNull(Assets.class.getResourceAsStream(name), name + " is missing")) {
                byte[] bytes = in.readAllBytes();
                String type = requireNonNull(TYPES.get(name.substring(name.lastIndexOf('.') + 1)), name);
                loaded.assets.put("/" + name, new Asset(type, bytes, etag(bytes)));
            }
        }
        loaded.assets.put("/", loaded.asset("/index.html"));
        return loaded;
    }

    public boolean has(String path) {
        return assets.containsKey(path);
    }

    public static boolean isPublic(String path) {
        return PUBLIC.contains(path);
    }

    public HttpReply reply(HttpExchange exchange, String path) {
        Asset asset = asset(path);
        return HttpReply.cached(exchange, asset.type(), asset.bytes(), asset.etag(), ASK_AGAIN);
    }

    /** All paths. */
    public HttpReply login(int status) {
        Asset asset = asset("/login.html");
        return new HttpReply(status, asset.type(), asset.bytes(), Map.of("Cache-Control", "no-store"));
    }

    /** A placeholder where there is no picture. */
    public HttpReply noPicture() {
        return placeholder("/nothing.svg");
    }

    /** A placeholder for a picture that the page should ask for again soon. */
    public HttpReply pictureLater() {
        return placeholder("/later.svg");
    }

    /** Its status is 200, so that browsers show it; the page knows it by its size of one or two pixels. */
    private HttpReply placeholder(String name) {
        return new HttpReply(200, SVG, asset(name).bytes(), Map.of("Cache-Control", "no-store"));
    }

    private Asset asset(String path) {
        return requireNonNull(assets.get(path), path);
    }

    private static String etag(byte[] bytes) {
        return '"' + Sha256.hex(bytes).substring(0, 16) + '"';
    }
}
