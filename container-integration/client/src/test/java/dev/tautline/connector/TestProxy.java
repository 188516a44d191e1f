// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/** Proxies that relay to this machine and remember what they were asked. Whatever name is asked for, they go to 127.0.0.1. */
final class TestProxy {
    /** A request head, or for SOCKS a line like {@code name:port user}. */
    final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    ScriptedServer http(ServerSocketFactory sockets, @Nullable String authorization) throws IOException {
        return new ScriptedServer(sockets, peer -> {
            String head = peer.readHead();
            asked.add(head);
            if (authorization != null && !head.contains("Proxy-Authorization: " + authorization + "\r\n")) {
                peer.write("HTTP/1.1 407 Proxy Authentication Required\r\n");
                peer.write("Proxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: 0\r\n\r\n");
                return;
            }
            String authority = head.split(" ")[1];
            peer.write("HTTP/1.1 200 Connection established\r\n\r\n");
            relay(peer, Integer.parseInt(authority.substring(authority.lastIndexOf(':') + 1)), null);
        });
    }

    ScriptedServer socks5() throws IOException {
        return new ScriptedServer(peer -> {
            DataInputStream input = new DataInputStream(peer.input());
            input.readUnsignedByte();
            byte[] methods = input.readNBytes(input.readUnsignedByte());
            boolean password = new String(methods, StandardCharsets.ISO_8859_1).indexOf(2) >= 0;
            peer.write(new byte[] {5, (byte) (password ? 2 : 0)});
            String user = "";
            if (password) {
                input.readUnsignedByte();
                user = readString(input) + "/" + readString(input);
                peer.write(new byte[] {1, 0});
            }
            input.readNBytes(3);
            String host = input.readUnsignedByte() == 3
                    ? readString(input)
                    : InetAddress.getByAddress(input.readNBytes(4)).getHostAddress();
            int port = input.readUnsignedShort();
            asked.add(host + ":" + port + " " + user);
            relay(peer, port, new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 80});
        });
    }

    ScriptedServer socks4() throws IOException {
        return new ScriptedServer(peer -> {
            DataInputStream input = new DataInputStream(peer.input());
            input.readNBytes(2);
            int port = input.readUnsignedShort();
            String host = InetAddress.getByAddress(input.readNBytes(4)).getHostAddress();
            readToNul(input);
            if (host.startsWith("0.0.0.")) {
                host = readToNul(input);
            }
            asked.add(host + ":" + port);
            relay(peer, port, new byte[] {0, 90, 0, 80, 127, 0, 0, 1});
        });
    }

    private static String readString(DataInputStream input) throws IOException {
        return new String(input.readNBytes(input.readUnsignedByte()), StandardCharsets.UTF_8);
    }

    private static String readToNul(DataInputStream input) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int next = input.read(); next > 0; next = input.read()) {
            text.append((char) next);
        }
        return text.toString();
    }

    private static void relay(Peer peer, int port, byte @Nullable [] answer) throws IOException {
        try (Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
            if (answer != null) {
                peer.write(answer);
            }
            Thread back = new Thread(() -> {
                try {
                    Peer.pump(target.getInputStream(), peer.output());
                    peer.output().close();
                } catch (IOException e) {
                    // The client has gone.
                }
            });
            back.setDaemon(true);
            back.start();
            Peer.pump(peer.input(), target.getOutputStream());
        }
    }
}
