package dev.twinset.broker;

/** The doors of a {@link SecuredKafka}: the right ones, and some with one thing wrong each. */
public enum Listener {
    /** No encryption, no names: whoever comes in here may do everything. */
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
