// SPDX-License-Identifier: Apache-2.0
package io.boxer.shim;

import static io.boxer.common.BoxerException.require;

import io.boxer.common.BoxerException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A port that the loopback proxy of a guest leads somewhere (proxy.c). */
public sealed interface ProxyWay {
    /** At most so many of each kind. */
    int MOST = 32;

    /** As boxer-init reads it. */
    String word();

    /**
     * A port of the host's 127.0.0.1 that leads to a node.
     *
     * @param node name or address
     */
    record Forward(int localPort, String node, int port) implements ProxyWay {
        private static final Pattern FORM = Pattern.compile("(\\d{1,5})=([A-Za-z0-9][A-Za-z0-9._-]{0,62}):(\\d{1,5})");

        /** @throws BoxerException USER unless it is LOCALPORT=NODE:PORT */
        public static Forward parse(String text) {
            Matcher parts = FORM.matcher(text);
            require(
                    parts.matches(),
                    "--forward %s is not LOCALPORT=NODE:PORT; write --forward 6379=cache:6379 for a program that connects to"
                            + " 127.0.0.1:6379",
                    text);
            return new Forward(
                    portOf("--forward", text, parts.group(1)),
                    parts.group(2),
                    portOf("--forward", text, parts.group(3)));
        }

        @Override
        public String word() {
            return "forward:%d:%s:%d".formatted(localPort, node, port);
        }
    }

    /**
     * A port of the node that leads to the program.
     *
     * @param localPort where the program listens, on 127.0.0.1
     */
    record Served(int port, int localPort) implements ProxyWay {
        private static final Pattern FORM = Pattern.compile("(\\d{1,5})(?:=(\\d{1,5}))?");

        /** @throws BoxerException USER unless it is PORT or PORT=LOCALPORT */
        public static Served parse(String text) {
            Matcher parts = FORM.matcher(text);
            require(
                    parts.matches(),
                    "--serve %s is not PORT or PORT=LOCALPORT; write --serve 80=8080 for a program that listens on"
                            + " 127.0.0.1:8080 and is to be port 80 of its node",
                    text);
            int port = portOf("--serve", text, parts.group(1));
            return new Served(port, parts.group(2) == null ? port : portOf("--serve", text, parts.group(2)));
        }

        @Override
        public String word() {
            return "serve:%d:%d".formatted(port, localPort);
        }
    }

    private static int portOf(String option, String text, String digits) {
        int port = Integer.parseInt(digits);
        require(port >= 1 && port <= 65535, "%s %s: %d is not a port; write one of 1 to 65535", option, text, port);
        return port;
    }
}
