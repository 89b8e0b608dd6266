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
final class Impostor implements AutoCloseable {
    private final ServerSocket server;
    private final List<Socket> guests = new ArrayList<>();

    private Impostor(Manner manner) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> serve(manner), "impostor");
        thread.setDaemon(true);
        thread.start();
    }

    static Impostor silent() throws IOException {
        return new Impostor(guest -> {});
    }

    static Impostor saying(String text) throws IOException {
        return new Impostor(guest -> {
            new DataInputStream(guest.getInputStream()).readInt();
            guest.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            guest.close();
        });
    }

    /** @param newest version of each request; it answers the first one, and no other */
    static Impostor ofKafka(Map<Integer, Integer> newest) throws IOException {
        return new Impostor(guest -> {
            DataInputStream in = new DataInputStream(guest.getInputStream());
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
            DataOutputStream out = new DataOutputStream(guest.getOutputStream());
            out.writeInt(bytes.size());
            bytes.writeTo(out);
            out.flush();
        });
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private void serve(Manner manner) {
        while (!server.isClosed()) {
            try {
                Socket guest = server.accept();
                synchronized (guests) {
                    guests.add(guest);
                }
                manner.receive(guest);
            } catch (IOException e) {
                // a guest has left, or the test is over
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        synchronized (guests) {
            for (Socket guest : guests) {
                guest.close();
            }
        }
    }

    @FunctionalInterface
    private interface Manner {
        void receive(Socket guest) throws IOException;
    }
}
