package dev.twinset.worker.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.twinset.console.FailureText;
import dev.twinset.worker.engine.BoundedBody.TooLargeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Requests to the engine: to the address that answered last, then to the others. Every request may be repeated, as they
 * all are idempotent. Any thread.
 */
final class EngineHttp {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String OBJECT = "application/json";
    private static final String LINES = "application/x-ndjson";
    private static final int UNAUTHORIZED = 401;
    /** Said by a node or a proxy in front of it that cannot serve now; another may. */
    private static final Set<Integer> AWAY = Set.of(502, 503, 504);

    private final List<URI> addresses;
    private final EngineCredentials credentials;
    private final long answerBytes;
    private final HttpClient client;
    private volatile int last;

    EngineHttp(EngineSettings settings, EngineCredentials credentials, long answerBytes) {
        addresses = settings.addresses();
        this.credentials = credentials;
        this.answerBytes = answerBytes;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.timeout());
        settings.caFile().ifPresent(file -> builder.sslContext(PemTrust.read(file)));
        client = builder.build();
    }

    /**
     * An answer of any status but 401, 502, 503 and 504.
     *
     * @param path with what comes behind it, encoded
     * @throws EngineUnavailableException if no address answers
     * @throws EngineException if the credentials are wrong, or if what answers is no engine
     */
    EngineResponse send(String method, String path, byte[] body, Duration timeout) {
        int first = last;
        StringJoiner reasons = new StringJoiner("; ");
        for (int i = 0; i < addresses.size(); i++) {
            int number = (first + i) % addresses.size();
            URI address = addresses.get(number);
            try {
                EngineResponse response = authorized(address, method, path, body, timeout);
                if (!AWAY.contains(response.status())) {
                    last = number;
                    return response;
                }
                reasons.add(address + " answers with status " + response.status() + " "
                        + EngineResponse.reason(response.error()));
            } catch (IOException e) {
                reasons.add(address + " " + reason(e));
            }
        }
        throw new EngineUnavailableException(
                (addresses.size() == 1 ? "the engine does not answer: " : "no address of the engine answers: ")
                        + reasons);
    }

    private EngineResponse authorized(URI address, String method, String path, byte[] body, Duration timeout)
            throws IOException {
        Optional<String> login = credentials.header();
        EngineResponse response = exchange(address, request(address, method, path, body, login), timeout);
        if (response.status() == UNAUTHORIZED && credentials.changed(login)) {
            HttpRequest again = request(address, method, path, body, credentials.header());
            response = exchange(address, again, timeout);
        }
        if (response.status() == UNAUTHORIZED) {
            throw credentials.refused("use " + address, "status " + UNAUTHORIZED);
        }
        return response;
    }

    private static HttpRequest request(
            URI address, String method, String path, byte[] body, Optional<String> authorization) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(address.resolve(path))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .header("Content-Type", path.contains("/_bulk") || path.contains("/_msearch") ? LINES : OBJECT);
        authorization.ifPresent(value -> builder.header("Authorization", value));
        return builder.build();
    }

    /** Once more if the connection broke: the engine may have closed it while it was idle. */
    private EngineResponse exchange(URI address, HttpRequest request, Duration timeout) throws IOException {
        HttpResponse<byte[]> response;
        try {
            response = once(request, timeout);
        } catch (ConnectException | HttpTimeoutException | SSLException | TooLargeException e) {
            throw e;
        } catch (IOException e) {
            response = once(request, timeout);
        }
        JsonNode json = json(response.body());
        if (response.statusCode() / 100 == 2 && !json.isContainerNode()) {
            throw new EngineException("engine.addresses: " + address + " answers " + request.method() + " "
                    + request.uri().getPath() + " with something else than JSON: is it OpenSearch?");
        }
        return new EngineResponse(address, response.statusCode(), json);
    }

    /** The timeout is of the whole answer; that of {@link HttpRequest} ends with the headers. */
    private HttpResponse<byte[]> once(HttpRequest request, Duration timeout) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, head -> new BoundedBody(answerBytes));
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("has not answered for " + timeout.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineUnavailableException("interrupted while the engine was asked", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException("a request to the engine failed", e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static String reason(IOException e) {
        if (e instanceof HttpConnectTimeoutException) {
            return "does not accept connections";
        } else if (e instanceof HttpTimeoutException) {
            return String.valueOf(e.getMessage());
        } else if (e instanceof SSLException) {
            return "fails the TLS handshake (" + e.getMessage() + "): check engine.addresses and engine.ca.file";
        }
        boolean unknown = e.getCause() instanceof UnresolvedAddressException;
        return "cannot be reached (" + (unknown ? "no such host" : FailureText.of(e)) + ")";
    }
}
