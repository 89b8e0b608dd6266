package dev.twinset.kafka.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Replies of a broker, byte by byte, as the protocol describes them. */
final class KafkaReply {
    static final int CORRELATION = 0x7e57;
    static final short UNSUPPORTED_MECHANISM = 33;
    static final short ILLEGAL_STATE = 34;

    private KafkaReply() {}

    /** Two requests: ApiVersions up to 4, Metadata up to 12. */
    static byte[] versions() throws IOException {
        return reply(CORRELATION, out -> {
            out.writeShort(0);
            out.writeInt(2);
            for (int[] request : new int[][] {{18, 0, 4}, {3, 1, 12}}) {
                for (int number : request) {
                    out.writeShort(number);
                }
            }
        });
    }

    /** One broker, without a rack. */
    static byte[] brokers(String host, int port) throws IOException {
        return reply(CORRELATION, out -> {
            out.writeInt(1);
            out.writeInt(7);
            out.writeShort(host.length());
            out.write(host.getBytes(UTF_8));
            out.writeInt(port);
            out.writeShort(-1);
        });
    }

    static byte[] login(short error) throws IOException {
        return reply(CORRELATION, out -> out.writeShort(error));
    }

    static byte[] reply(int correlation, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(correlation);
        body.write(out);
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        new DataOutputStream(framed).writeInt(bytes.size());
        bytes.writeTo(framed);
        return framed.toByteArray();
    }

    interface Body {
        void write(DataOutputStream out) throws IOException;
    }
}
