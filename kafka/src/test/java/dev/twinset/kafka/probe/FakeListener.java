package dev.twinset.kafka.probe;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port of this machine whose connections are all served by one handler, each on its own thread. */
final class FakeListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FakeListener.class);
    private static final int MAX_REQUEST = 1 << 20;

    private final ServerSocket server;

    FakeListener(Handler handler) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), handler);
    }

    FakeListener(ServerSocket server, Handler handler) {
        this.server = server;
        start(() -> {
            while (true) {
                Socket socket = server.accept();
                start(() -> {
                    try (socket) {
                        handler.serve(socket);
                    }
                });
            }
        });
    }

    /** Answers as a broker without a login that advertises this address. */
    static Handler broker(String host, int port) {
        return socket -> {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                int size = in.readInt();
                if (size > MAX_REQUEST) {
                    throw new IOException("not a request: " + size + " bytes");
                }
                byte[] request = new byte[size];
                in.readFully(request);
                socket.getOutputStream()
                        .write(
                                switch (request[1]) {
                                    case 18 -> KafkaReply.versions();
                                    case 3 -> KafkaReply.brokers(host, port);
                                    default -> KafkaReply.login(KafkaReply.ILLEGAL_STATE);
                                });
            }
        };
    }

    BrokerAddress address() {
        return new BrokerAddress(server.getInetAddress().getHostAddress(), server.getLocalPort());
    }

    /** Ends when the client or this listener has closed the connection. */
    private static void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        LOG.debug("a connection has ended", e);
                    }
                },
                "fake-listener");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private interface Work {
        void run() throws IOException;
    }

    interface Handler {
        void serve(Socket socket) throws IOException;
    }
}
