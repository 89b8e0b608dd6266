package dev.twinset.producer.gallery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.twinset.producer.gallery.http.AccessFilter;
import dev.twinset.producer.gallery.http.AccessToken;
import dev.twinset.producer.gallery.http.Assets;
import dev.twinset.producer.gallery.http.GalleryRequest;
import dev.twinset.producer.gallery.http.HttpException;
import dev.twinset.producer.gallery.http.HttpReply;
import dev.twinset.producer.gallery.http.RequestBodies;
import dev.twinset.producer.gallery.http.RequestTimeouts;
import dev.twinset.producer.gallery.stream.BrowserConnections;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Receives every request, checks access, calls its endpoint, and always sends a response. Any thread. */
final class Router implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);
    private static final Duration REPLY_LIMIT = Duration.ofSeconds(20);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);
    private static final Duration FORM_LIMIT = Duration.ofSeconds(5);
    private static final int MAX_FORM_BYTES = 4096;

    /** A page instead of a redirect: the redirect would still count as the other site's request, without the cookie. */
    private static final String WELCOME = "<!doctype html><html lang=en><meta charset=utf-8>"
            + "<meta http-equiv=refresh content=\"0;url=/\"><title>Twinset</title><a href=\"/\">Twinset</a></html>";

    private final AccessFilter access;
    private final Assets assets;
    private final Endpoints endpoints;
    private final Map<String, Endpoints.Endpoint> table;
    private final BrowserConnections streams;
    private final RequestBodies bodies;
    private final RequestTimeouts deadlines;

    Router(
            AccessFilter access,
            Assets assets,
            Endpoints endpoints,
            BrowserConnections streams,
            RequestBodies bodies,
            RequestTimeouts deadlines) {
        this.access = access;
        this.assets = assets;
        this.endpoints = endpoints;
        this.table = endpoints.all();
        this.streams = streams;
        this.bodies = bodies;
        this.deadlines = deadlines;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        AccessFilter.secure(exchange.getResponseHeaders());
        Optional<HttpReply> reply;
        try {
            reply = reply(exchange);
        } catch (HttpException e) {
            reply = Optional.of(refused(exchange, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reply = Optional.of(HttpReply.refused(new HttpException(503, "the gallery is closing")));
        } catch (IOException e) {
            reply = Optional.of(HttpReply.refused(new HttpException(503, String.valueOf(e.getMessage()))));
        } catch (RuntimeException e) {
            LOG.error("{} failed", exchange.getRequestMethod(), e);
            reply = Optional.of(HttpReply.refused(new HttpException(500, "a fault of twinset; its log says more")));
        }
        if (reply.isPresent()) {
            send(reply.get(), exchange);
        }
    }

    /** Empty if the exchange was handed over to a stream. */
    private Optional<HttpReply> reply(HttpExchange exchange) throws HttpException, IOException, InterruptedException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod().equals("HEAD") ? "GET" : exchange.getRequestMethod();
        // health checks use any host name, and their responses reveal nothing
        if (method.equals("GET") && path.equals("/health/live")) {
            return Optional.of(new HttpReply(200, "text/plain", "UP\n".getBytes(UTF_8), Map.of()));
        }
        if (method.equals("GET") && path.equals("/health/ready")) {
            return Optional.of(endpoints.ready());
        }
        access.checkSite(exchange);
        if (path.equals("/login")) {
            return Optional.of(login(exchange, method));
        }
        boolean isAsset = method.equals("GET") && assets.has(path);
        if (!access.isAdmitted(exchange) && !(isAsset && Assets.isPublic(path))) {
            if (path.equals("/")) {
                return Optional.of(assets.login(401));
            }
            throw new HttpException(401, "a token is needed: open / and enter it, or send it as Authorization: Bearer");
        }
        if (isAsset) {
            return Optional.of(assets.reply(exchange, path));
        }
        if (method.equals("GET") && path.equals("/api/events")) {
            streams.open(exchange);
            return Optional.empty();
        }
        return Optional.of(endpoint(method, path).answer(exchange));
    }

    private Endpoints.Endpoint endpoint(String method, String path) throws HttpException {
        Endpoints.Endpoint endpoint = table.get(method + " " + path);
        if (endpoint != null) {
            return endpoint;
        }
        boolean known = assets.has(path) || table.keySet().stream().anyMatch(key -> key.endsWith(" " + path));
        throw known
                ? new HttpException(405, "this address does not support that method")
                : new HttpException(404, "there is no such address");
    }

    /** Login by the printed address with its code, or by the form with the token. */
    private HttpReply login(HttpExchange exchange, String method) throws HttpException, IOException {
        AccessToken token = access.token().orElseThrow(() -> new HttpException(404, "no token is needed"));
        boolean admitted = method.equals("POST")
                ? token.isToken(formToken(exchange))
                : token.redeem(GalleryRequest.parameter(exchange, "code").orElse(""));
        return admitted ? HttpReply.html(200, WELCOME).with("Set-Cookie", access.cookie()) : assets.login(401);
    }

    private String formToken(HttpExchange exchange) throws HttpException, IOException {
        String form = new String(bodies.read(exchange, MAX_FORM_BYTES, FORM_LIMIT), UTF_8);
        return GalleryRequest.parameter(form, "token").orElse("").strip();
    }

    private static HttpReply refused(HttpExchange exchange, HttpException refusal) {
        if (!exchange.getRequestMethod().equals("GET")) {
            // the body may not have been read completely
            exchange.getResponseHeaders().set("Connection", "close");
        }
        return HttpReply.refused(refusal);
    }

    @SuppressWarnings("try") // the timeout applies while it is open
    private void send(HttpReply reply, HttpExchange exchange) {
        try (RequestTimeouts.Deadline deadline = deadlines.start(REPLY_LIMIT)) {
            reply.send(exchange);
            if (reply.status() >= 400) {
                exchange.getResponseBody().flush();
                bodies.drain(exchange);
            }
        } catch (IOException e) {
            LOG.debug("a browser disconnected before its response", e);
        }
        // waits for the rest of a body that was not read
        try (RequestTimeouts.Deadline deadline = deadlines.start(CLOSE_LIMIT)) {
            exchange.close();
        }
    }
}
