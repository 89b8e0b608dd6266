package dev.twinset.worker.doctor;

import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Takes every certificate, to look at it. Nothing may be sent or believed over a connection made with it: its only use
 * is to say what is wrong with a certificate that the real check refuses.
 */
final class ChainRecorder extends X509ExtendedTrustManager {
    private volatile List<X509Certificate> chain = List.of();

    List<X509Certificate> chain() {
        return chain;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] presented, String type) {
        chain = List.of(presented);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] presented, String type, Socket socket) {
        chain = List.of(presented);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] presented, String type, SSLEngine engine) {
        chain = List.of(presented);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] presented, String type) {
        throw new UnsupportedOperationException("not a server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] presented, String type, Socket socket) {
        throw new UnsupportedOperationException("not a server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] presented, String type, SSLEngine engine) {
        throw new UnsupportedOperationException("not a server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
