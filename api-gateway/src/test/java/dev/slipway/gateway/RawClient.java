package dev.slipway.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection whose bytes a test chooses, and reads as they come. */
final class RawClient implements AutoCloseable {

    private final Socket socket;

    RawClient(URI server) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout((int) GatewayTest.LIMIT.toMillis());
    }

    /** Says it, and hears what comes up to the end of the connection. */
    static String exchange(URI server, String bytes) throws IOException {
        try (RawClient client = new RawClient(server)) {
            client.write(bytes);
            return client.readAll();
        }
    }

    void write(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** What comes up to that text, with it. */
    String readUntil(String text) throws IOException {
        StringBuilder read = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (read.indexOf(text) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new AssertionError("the connection ended after: " + read);
            }
            read.append((char) next);
        }
        return read.toString();
    }

    /** What comes up to the end of the connection. */
    String readAll() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
