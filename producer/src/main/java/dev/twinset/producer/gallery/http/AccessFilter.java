package dev.twinset.producer.gallery.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who comes in. A page on the web that reaches us through its visitor's browser is kept out: by the name it calls us (a
 * name of its own that it points at our address), and by the origin that browsers state with whatever changes
 * something. Then the token, if there is one. Any thread.
 */
public final class AccessFilter {
    /** No script but ours, nothing from elsewhere, and no string ever becomes markup. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
                    + " require-trusted-types-for 'script'; trusted-types 'none'";

    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private final Set<String> names = new TreeSet<>(Set.of("localhost"));
    private final Optional<AccessToken> token;
    private final String cookieName;

    public AccessFilter(GallerySettings settings, int port) {
        names.add(settings.host().toLowerCase(Locale.ROOT));
        settings.publicHosts().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        token = settings.token();
        // cookies do not tell ports apart
        cookieName = "twinset-" + port;
    }

    public static void secure(Headers headers) {
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        headers.set("X-Frame-Options", "DENY");
    }

    /** @throws HttpException 403 if a foreign page may be behind the request */
    public void checkSite(HttpExchange exchange) throws HttpException {
        Headers headers = exchange.getRequestHeaders();
        String host = Optional.ofNullable(headers.getFirst("Host")).orElse("");
        if (!isOurs(name(host))) {
            throw new HttpException(
                    403, "this gallery is not known by the name it was called; --public-host adds a name");
        }
        if (SAFE_METHODS.contains(exchange.getRequestMethod())) {
            return;
        }
        String origin = headers.getFirst("Origin");
        String site = headers.getFirst("Sec-Fetch-Site");
        boolean ours = origin == null || origin.equals("http://" + host) || origin.equals("https://" + host);
        if (!ours || (site != null && !OWN_SITE.contains(site))) {
            throw new HttpException(403, "only the gallery's own page may do this");
        }
    }

    /** Whether the request may see what is behind the door. */
    public boolean isAdmitted(HttpExchange exchange) {
        if (token.isEmpty()) {
            return true;
        }
        Headers headers = exchange.getRequestHeaders();
        String bearer = Optional.ofNullable(headers.getFirst("Authorization")).orElse("");
        if (bearer.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return token.get().isToken(bearer.substring(7).strip());
        }
        return cookie(headers).filter(token.get()::isCookie).isPresent();
    }

    /** For whoever brought the token or the code. */
    public String cookie() {
        return cookieName + "=" + token.orElseThrow().cookie() + "; Path=/; HttpOnly; SameSite=Strict";
    }

    public Optional<AccessToken> token() {
        return token;
    }

    private Optional<String> cookie(Headers headers) {
        for (String line : headers.getOrDefault("Cookie", List.of())) {
            for (String pair : line.split(";", -1)) {
                String trimmed = pair.strip();
                if (trimmed.startsWith(cookieName + "=")) {
                    return Optional.of(trimmed.substring(cookieName.length() + 1));
                }
            }
        }
        return Optional.empty();
    }

    /** An address is nobody's name: no page can have come by it but one that was opened by it. */
    private boolean isOurs(String name) {
        return name.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}") || name.matches("\\[[0-9a-f:.]+]") || names.contains(name);
    }

    private static String name(String host) {
        return host.toLowerCase(Locale.ROOT).replaceAll(":[0-9]{1,5}$", "");
    }
}
