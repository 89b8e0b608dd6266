package dev.twinset.kafka.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Three requests of Kafka's <a href="https://kafka.apache.org/protocol">protocol</a>, byte by byte. A client library
 * reports a web server, a TLS listener or an unreachable advertised address as a timeout; these requests tell them
 * apart.
 */
final class KafkaProtocol {
    private static final int METADATA = 3;
    private static final int SASL_HANDSHAKE = 17;
    private static final int API_VERSIONS = 18;
    private static final int UNSUPPORTED_MECHANISM = 33;
    private static final int CORRELATION = 0x7e57;
    private static final int HEADER_BYTES = 10;
    private static final int MAX_REPLY = 1 << 20;
    private static final int TLS_ALERT = 0x15;
    private static final int HTTP = 0x48545450;

    private KafkaProtocol() {}

    /**
     * ApiVersions, version 0, which every Kafka broker answers before any login.
     *
     * @return the newest supported version of each request
     */
    static Map<Integer, Integer> versions(Socket socket) throws IOException {
        DataInputStream in = ask(socket, API_VERSIONS, 0, new byte[0]);
        in.readShort(); // error code
        Map<Integer, Integer> versions = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            int request = in.readShort();
            in.readShort(); // the oldest
            versions.put(request, (int) in.readShort());
        }
        return versions;
    }

    /** Metadata, version 1, of no topic: the addresses that the brokers advertise. */
    static List<BrokerAddress> brokers(Socket socket) throws IOException {
        DataInputStream in = ask(socket, METADATA, 1, new byte[Integer.BYTES]);
        List<BrokerAddress> brokers = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            in.readInt(); // id
            String host = text(in);
            int port = in.readInt();
            if (port < 0 || port > BrokerAddress.MAX_PORT) {
                throw new ForeignProtocolException("names a broker at port " + port, false);
            }
            brokers.add(new BrokerAddress(host, port));
            text(in); // rack
        }
        return brokers;
    }

    /** SaslHandshake, version 1, with a mechanism that does not exist: whether the listener has any. */
    static boolean wantsLogin(Socket socket) throws IOException {
        return ask(socket, SASL_HANDSHAKE, 1, new byte[] {0, 1, '?'}).readShort() == UNSUPPORTED_MECHANISM;
    }

    private static DataInputStream ask(Socket socket, int request, int version, byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(HEADER_BYTES + body.length);
        out.writeShort(request);
        out.writeShort(version);
        out.writeInt(CORRELATION);
        out.writeShort(-1); // no client id
        out.write(body);
        socket.getOutputStream().write(bytes.toByteArray());
        return reply(new DataInputStream(socket.getInputStream()));
    }

    private static DataInputStream reply(DataInputStream in) throws IOException {
        int size = in.readUnsignedByte();
        if (size == TLS_ALERT) {
            throw new ForeignProtocolException("answers with a TLS alert", true);
        }
        size = size << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
        if (size < Integer.BYTES || size > MAX_REPLY) {
            throw new ForeignProtocolException(
                    size == HTTP ? "answers as a web server does" : "speaks something else", false);
        }
        byte[] reply = new byte[size];
        in.readFully(reply);
        DataInputStream read = new DataInputStream(new ByteArrayInputStream(reply));
        if (read.readInt() != CORRELATION) {
            throw new ForeignProtocolException("speaks something else", false);
        }
        return read;
    }

    private static String text(DataInputStream in) throws IOException {
        byte[] bytes = new byte[Math.max(0, in.readShort())];
        in.readFully(bytes);
        return new String(bytes, UTF_8);
    }

    /** The first bytes are not a reply of Kafka. */
    static final class ForeignProtocolException extends IOException {
        private static final long serialVersionUID = 1;

        private final boolean tls;

        ForeignProtocolException(String message, boolean tls) {
            super(message);
            this.tls = tls;
        }

        boolean isTls() {
            return tls;
        }
    }
}
