package dev.twinset.worker.doctor;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Listens where a broker should be. */
final class FakeServer implements AutoCloseable {
    private final ServerSocket server;
    private final List<Socket> clients = new ArrayList<>();

    private FakeServer(Behaviour behaviour) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> serve(behaviour), "fake-server");
        thread.setDaemon(true);
        thread.start();
    }

    static FakeServer silent() throws IOException {
        return new FakeServer(client -> {});
    }

    static FakeServer saying(String text) throws IOException {
        return new FakeServer(client -> {
            new DataInputStream(client.getInputStream()).readInt();
            client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            client.close();
        });
    }

    /** @param newest version of each request; it answers the first one, and no other */
    static FakeServer ofKafka(Map<Integer, Integer> newest) throws IOException {
        return new FakeServer(client -> {
            DataInputStream in = new DataInputStream(client.getInputStream());
            byte[] request = new byte[in.readInt()];
            in.readFully(request);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream reply = new DataOutputStream(bytes);
            reply.write(request, 4, 4); // correlation
            reply.writeShort(0);
            reply.writeInt(newest.size());
            for (Map.Entry<Integer, Integer> version : newest.entrySet()) {
                reply.writeShort(version.getKey());
                reply.writeShort(0);
                reply.writeShort(version.getValue());
            }
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            out.writeInt(bytes.size());
            bytes.writeTo(out);
            out.flush();
        });
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private void serve(Behaviour behaviour) {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                synchronized (clients) {
                    clients.add(client);
                }
                behaviour.receive(client);
            } catch (IOException e) {
                // a client has left, or the test is over
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        synchronized (clients) {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    @FunctionalInterface
    private interface Behaviour {
        void receive(Socket client) throws IOException;
    }
}
