// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.daemon;

import static io.boxer.common.BoxerException.require;

import io.boxer.common.BoxerException;
import io.boxer.shim.FrontEnd;
import io.boxer.shim.ProxyWay;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The options of a guest's loopback proxy. Stateless. */
public final class ProxyOptions {
    public static final String FORWARD = "--forward";
    public static final String FORWARD_FORM = "LOCALPORT=NODE:PORT";
    public static final String FORWARD_MEANING =
            "Lead a port of this host's 127.0.0.1 to a node, for a program that takes no proxy. Repeatable.";
    public static final String SERVE = "--serve";
    public static final String SERVE_FORM = "PORT[=LOCALPORT]";
    public static final String SERVE_MEANING =
            "Under --front-end proxy: lead a port of the node to the program, which listens"
                    + " on 127.0.0.1. Repeatable.";

    private ProxyOptions() {}

    /** @throws BoxerException USER with the rule that is broken and the way out */
    static List<ProxyWay> ways(DaemonArguments arguments, FrontEnd frontEnd) {
        List<String> forwards = arguments.options(FORWARD);
        List<String> served = arguments.options(SERVE);
        require(
                served.isEmpty() || frontEnd == FrontEnd.PROXY || frontEnd == FrontEnd.AUTO,
                "--serve is for --front-end proxy, and this is %s: the node is reached where its program listens; leave it out",
                frontEnd.name().toLowerCase(Locale.ROOT));
        require(
                forwards.size() <= ProxyWay.MOST && served.size() <= ProxyWay.MOST,
                "%d times --forward and %d times --serve are too many; at most %d of each",
                forwards.size(),
                served.size(),
                ProxyWay.MOST);
        List<ProxyWay> ways = new ArrayList<>();
        forwards.forEach(text -> ways.add(ProxyWay.Forward.parse(text)));
        served.forEach(text -> ways.add(ProxyWay.Served.parse(text)));
        return ways;
    }
}
