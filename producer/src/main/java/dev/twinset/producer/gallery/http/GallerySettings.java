package dev.twinset.producer.gallery.http;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a gallery is served and to whom.
 *
 * @param host name or address to listen at
 * @param port 0 for any that is free
 * @param publicHosts names, beside {@code host}, by which browsers reach it
 * @param catalog folder with pictures of items whose upload is not at hand
 * @param token required from everyone; without one, everyone has access
 */
public record GallerySettings(
        String host, int port, List<String> publicHosts, Optional<Path> catalog, Optional<AccessToken> token) {
    public GallerySettings {
        requireNonNull(host, "host is null");
        publicHosts = List.copyOf(publicHosts);
        requireNonNull(catalog, "catalog is null");
        requireNonNull(token, "token is null");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port is " + port + ", expected 0 to 65535");
        }
    }

    /** On this machine alone, without a token. */
    public static GallerySettings loopback(int port) {
        return new GallerySettings("127.0.0.1", port, List.of(), Optional.empty(), Optional.empty());
    }

    public GallerySettings withCatalog(Path folder) {
        return new GallerySettings(host, port, publicHosts, Optional.of(folder), token);
    }

    public GallerySettings withPort(int newPort) {
        return new GallerySettings(host, newPort, publicHosts, catalog, token);
    }

    /** Whether only this machine can reach it, so no token is needed. */
    public boolean isLoopback() throws UnknownHostException {
        return InetAddress.getByName(host).isLoopbackAddress();
    }
}
