package dev.twinset.kafka.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

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

class KafkaProtocolTest {
    @Test
    void versionsAreTheNewestOfEachRequest() throws IOException {
        Scripted socket = new Scripted(KafkaReply.versions());

        assertThat(KafkaProtocol.versions(socket)).containsOnly(entry(18, 4), entry(3, 12));
        // length, request 18, version 0, correlation, no client id
        assertThat(socket.sent.toByteArray()).containsExactly(0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0x7e, 0x57, 0xff, 0xff);
    }

    @Test
    void brokersAreTheAdvertisedAddresses() throws IOException {
        Scripted socket = new Scripted(KafkaReply.brokers("kafka-1.shop", 9092));

        assertThat(KafkaProtocol.brokers(socket)).containsExactly(new BrokerAddress("kafka-1.shop", 9092));
        assertThat(socket.sent.toByteArray())
                .startsWith(0, 0, 0, 14, 0, 3, 0, 1)
                .endsWith(0, 0, 0, 0);
    }

    @Test
    void aListenerThatKnowsOtherMechanismsWantsALogin() throws IOException {
        assertThat(KafkaProtocol.wantsLogin(new Scripted(KafkaReply.login(KafkaReply.UNSUPPORTED_MECHANISM))))
                .isTrue();
        assertThat(KafkaProtocol.wantsLogin(new Scripted(KafkaReply.login(KafkaReply.ILLEGAL_STATE))))
                .isFalse();
    }

    @Test
    void otherProtocolsAreRecognisedByTheirFirstBytes() throws IOException {
        refused("answers with a TLS alert", true, new byte[] {0x15, 3, 3, 0, 2, 2, 10});
        refused("answers as a web server does", false, "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
        refused("speaks something else", false, "SSH-2.0-OpenSSH_9.6\r\n".getBytes(US_ASCII));
        refused("speaks something else", false, new byte[] {0, 0, 0, 3, 1, 2, 3});
        refused("speaks something else", false, KafkaReply.reply(KafkaReply.CORRELATION + 1, out -> out.writeShort(0)));
    }

    @Test
    void aReplyThatIsCutOffIsTheEndOfTheConnection() throws IOException {
        byte[] whole = KafkaReply.versions();
        byte[] cut = Arrays.copyOf(whole, whole.length - 1);

        assertThatExceptionOfType(EOFException.class).isThrownBy(() -> KafkaProtocol.versions(new Scripted(cut)));
    }

    private static void refused(String message, boolean tls, byte[] reply) {
        assertThatExceptionOfType(ForeignProtocolException.class)
                .isThrownBy(() -> KafkaProtocol.versions(new Scripted(reply)))
                .withMessage(message)
                .satisfies(e -> assertThat(e.isTls()).isEqualTo(tls));
    }

    /** A connection whose other end has already answered. */
    private static final class Scripted extends Socket {
        private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
        private final InputStream reply;

        Scripted(byte[] reply) {
            this.reply = new ByteArrayInputStream(reply);
        }

        @Override
        public InputStream getInputStream() {
            return reply;
        }

        @Override
        public OutputStream getOutputStream() {
            return sent;
        }
    }
}
