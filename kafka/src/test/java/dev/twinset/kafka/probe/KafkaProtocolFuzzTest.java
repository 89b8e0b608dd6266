package dev.twinset.kafka.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.console.fuzz.Fuzz;
import dev.twinset.kafka.probe.KafkaProtocol.ForeignProtocolException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Whatever a listener replies: what a broker can say, or an exception that says that it is none. */
final class KafkaProtocolFuzzTest {
    private static final String[] TOKENS = {"HTTP/1.1 200 OK\r\n", "\u0015\u0003\u0003", "\u0000\u0000", "\u007f\u007f"
    };

    @Test
    void aReplyIsReadOrRefused() throws IOException, InterruptedException {
        byte[] login = KafkaReply.login(KafkaReply.UNSUPPORTED_MECHANISM);
        Fuzz.of(numbered(0, KafkaReply.versions()), numbered(1, KafkaReply.brokers("shop", 9092)), numbered(2, login))
                .tokens(TOKENS)
                .refusing(ForeignProtocolException.class)
                .refusing(IOException.class)
                .allocating(4 << 20)
                .run(input -> {
                    int request = input.length == 0 ? 0 : input[0] % 3;
                    Socket socket = new Replying(Arrays.copyOfRange(input, Math.min(1, input.length), input.length));
                    try {
                        ask(request, socket);
                    } catch (EOFException e) {
                        throw new IOException("ends too early", e);
                    }
                });
    }

    private static void ask(int request, Socket socket) throws IOException {
        switch (request) {
            case 0 -> KafkaProtocol.versions(socket);
            case 1 ->
                assertThat(KafkaProtocol.brokers(socket))
                        .allSatisfy(broker -> assertThat(broker.port()).isBetween(0, 65_535));
            default -> KafkaProtocol.wantsLogin(socket);
        }
    }

    private static byte[] numbered(int request, byte[] reply) {
        byte[] input = new byte[reply.length + 1];
        input[0] = (byte) request;
        System.arraycopy(reply, 0, input, 1, reply.length);
        return input;
    }

    @Test
    void anAddressIsParsedOrNone() throws InterruptedException {
        Fuzz.of("kafka-1.shop:9092", "[fe80::1%eth0]:9092", "SASL_SSL://10.0.0.1:9093")
                .tokens(":", "[", "]", "://", ".", "%", ",", "\u0000", "\n", "-".repeat(5000), "1:".repeat(2000))
                .run(text -> {
                    for (String entry : BrokerAddress.split(new String(text, UTF_8))) {
                        BrokerAddress.parse(entry).ifPresent(address -> {
                            assertThat(address.port()).isBetween(0, 65_535);
                            assertThat(BrokerAddress.parse(address.toString())).hasValue(address);
                        });
                    }
                });
    }

    /** A connection over which one reply comes, whatever is asked. */
    private static final class Replying extends Socket {
        private final byte[] reply;

        Replying(byte[] reply) {
            this.reply = reply;
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(reply);
        }

        @Override
        public OutputStream getOutputStream() {
            return new ByteArrayOutputStream();
        }
    }
}
