package dev.twinset.console.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void freePortsDifferAndLieBelowTheRangeOfOutgoingConnections() throws IOException {
        assertThat(Ports.free(12))
                .hasSize(12)
                .doesNotHaveDuplicates()
                .allSatisfy(port -> assertThat(port).isBetween(15_000, 32_000));
    }

    @Test
    void aPortIsGivenOnceThoughItsServerHasNotBoundItYet() throws IOException {
        int given = Ports.free(1).get(0);
        AtomicInteger candidate = new AtomicInteger(given);

        assertThat(Ports.free(1, candidate::getAndIncrement).get(0)).isGreaterThan(given);
    }

    @Test
    void anUnusedPortIsTakenAsAsked() throws IOException {
        int port = Ports.free(1).get(0);
        assertThat(Ports.fixed(port, 1)).containsExactly(port);
    }

    @Test
    void aUsedPortIsNamed() throws IOException {
        try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Ports.fixed(used.getLocalPort(), 1))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot listen on 127.0.0.1:" + used.getLocalPort())
                    .hasMessageEndingWith("stop what uses the port or choose another");
        }
    }

    @Test
    void portsOutsideTheRangeAreRefused() {
        assertThatThrownBy(() -> Ports.fixed(65_534, 3)).hasMessage("port 65534 is outside 1..65533 for 3 in a row");
        assertThatThrownBy(() -> Ports.fixed(0, 1)).hasMessage("port 0 is outside 1..65535 for 1 in a row");
    }
}
