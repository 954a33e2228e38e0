// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests.programs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Iterator;

/** {@code server PORT} echoes with one selector; {@code client HOST PORT COUNT} opens so many connections at a time. */
public final class NioEcho {
    private NioEcho() {}

    public static void main(String[] words) throws IOException {
        if (words[0].equals("server")) {
            serve(Integer.parseInt(words[1]));
        } else {
            call(new InetSocketAddress(words[1], Integer.parseInt(words[2])), Integer.parseInt(words[3]));
        }
    }

    private static void serve(int port) throws IOException {
        try (Selector selector = Selector.open();
                ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(port), 256).configureBlocking(false);
            listener.register(selector, SelectionKey.OP_ACCEPT);
            System.out.println("serving at " + InetAddress.getLocalHost());
            while (true) {
                selector.select();
                for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); keys.remove()) {
                    SelectionKey key = keys.next();
                    if (key.isAcceptable()) {
                        listener.accept().configureBlocking(false).register(selector, SelectionKey.OP_READ);
                    } else {
                        echo((SocketChannel) key.channel());
                    }
                }
            }
        }
    }

    private static void echo(SocketChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(100);
        if (channel.read(bytes) < 0) {
            channel.close();
        } else {
            channel.write(bytes.flip());
        }
    }

    /** Each channel is registered before it is connected, and what connect() returns is not looked at. */
    private static void call(InetSocketAddress server, int count) throws IOException {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < count; i++) {
                SocketChannel channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_CONNECT);
                channel.connect(server);
            }
            int echoes = 0;
            String last = "";
            while (echoes < count) {
                selector.select();
                for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); keys.remove()) {
                    SelectionKey key = keys.next();
                    SocketChannel channel = (SocketChannel) key.channel();
                    if (key.isConnectable() && channel.finishConnect()) {
                        channel.write(UTF_8.encode("hello"));
                        key.interestOps(SelectionKey.OP_READ);
                    } else if (key.isReadable()) {
                        ByteBuffer bytes = ByteBuffer.allocate(100);
                        channel.read(bytes);
                        last = UTF_8.decode(bytes.flip()) + " from " + channel.getRemoteAddress();
                        echoes++;
                        channel.close();
                    }
                }
            }
            System.out.println(echoes + " " + last);
        }
    }
}
