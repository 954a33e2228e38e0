// SPDX-License-Identifier: Apache-2.0
package io.boxer.common;

import static io.boxer.common.BoxerException.require;
import static io.boxer.common.BoxerException.user;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Where something listens: {@code 10.0.0.5:7777}, {@code node-3:7777}, {@code [::1]:7777}.
 *
 * <p>Immutable.
 *
 * @param host a name, an IPv4 or an IPv6 address, the latter without its brackets
 * @param port 0 to 65535; 0 lets the kernel choose when it is bound
 */
public record HostPort(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)]|([A-Za-z0-9._-]+)):(\\d{1,5})");
    private static final int MAX_PORT = 65535;

    public HostPort {
        require(!host.isBlank(), "host is empty; write HOST:PORT, such as 127.0.0.1:7777");
        require(port >= 0 && port <= MAX_PORT, "port=%d is not in 0..%d", port, MAX_PORT);
    }

    /**
     * Reads HOST:PORT or [IPv6]:PORT.
     *
     * @throws BoxerException USER if the text has another form
     */
    public static HostPort parse(String text) {
        var form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw user("'%s' is not an address; write HOST:PORT, such as 127.0.0.1:7777 or [::1]:7777", text);
        }
        return new HostPort(form.group(1) != null ? form.group(1) : form.group(2), Integer.parseInt(form.group(3)));
    }

    /** The address that a socket was bound to, with its numeric host. */
    public static HostPort of(InetSocketAddress address) {
        var resolved = address.getAddress();
        return new HostPort(resolved == null ? address.getHostString() : resolved.getHostAddress(), address.getPort());
    }

    /** Resolves the name; the result is unresolved if there is no such host. */
    public InetSocketAddress toSocketAddress() {
        return new InetSocketAddress(host, port);
    }

    /** True if every address of the host is on this machine's loopback; a host that does not resolve is not. */
    public boolean isLoopback() {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    public HostPort withPort(int other) {
        return new HostPort(host, other);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
