package dev.twinset.kafka;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Looks at any certificate and judges none: for a probe that sends no secret and believes nothing it receives. */
final class Onlooker extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {
        // never a server
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {
        // the probe tells what it has seen
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {
        // never a server
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {
        // the probe tells what it has seen
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {
        // never a server
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {
        // the probe tells what it has seen
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
