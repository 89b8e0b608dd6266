package dev.twinset.broker;

/** The listeners of a {@link SecuredKafka}: three good ones, and three with one thing wrong each. */
public enum Listener {
    /** No encryption and no authentication: every client may do everything. */
    PLAINTEXT("PLAINTEXT"),
    /** TLS, then a user's name and password by SCRAM-SHA-512. */
    PASSWORD("SASL_SSL"),
    /** TLS with a certificate of the client's own. */
    CERTIFICATE("SSL"),
    /** TLS with a broker's certificate that has expired. */
    EXPIRED("SSL"),
    /** TLS with a broker's certificate by another authority. */
    FOREIGN("SSL"),
    /** TLS with a broker's certificate for another host. */
    MISNAMED("SSL");

    private final String protocol;

    Listener(String protocol) {
        this.protocol = protocol;
    }

    /** Kafka's {@code security.protocol}. */
    public String protocol() {
        return protocol;
    }

    boolean encrypted() {
        return this != PLAINTEXT;
    }
}
