package dev.twinset.producer.gallery.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides which requests are allowed. Requests that a foreign web page sends through its visitor's browser are refused:
 * by the host name (DNS rebinding), and by the origin that browsers send with every change. Then the token is checked,
 * if there is one. Any thread.
 */
public final class AccessFilter {
    /** Only our own scripts and resources; no string ever becomes markup. */
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

    /** @throws HttpException 403 if the request may come from a foreign page */
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

    /** Whether the request is authorised. */
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

    /** Sets the cookie after a login by token or code. */
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

    /** An IP address is safe: no foreign page can be loaded under it. */
    private boolean isOurs(String name) {
        return name.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}") || name.matches("\\[[0-9a-f:.]+]") || names.contains(name);
    }

    private static String name(String host) {
        return host.toLowerCase(Locale.ROOT).replaceAll(":[0-9]{1,5}$", "");
    }
}
