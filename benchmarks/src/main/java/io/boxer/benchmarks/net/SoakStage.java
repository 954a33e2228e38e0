// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks.net;

import io.boxer.common.BoxerException;
import io.boxer.lab.Lab;
import io.boxer.lab.LabPlan;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Three nodes behind NATs, a server and two that call it, directly and through the relay. Confined to the thread of the soak.
 *
 * @param nobody a port on which the server does not listen
 */
record SoakStage(Site site, Lab lab, Measure direct, Measure relayed, Measure nobody) {
    /** Its NATs. */
    static final String NATS = "port-preserving:1,port-preserving:1,symmetric:1";

    private static final String SERVERS_HOST = "pp1";
    private static final String CALLERS_HOST = "pp2";
    private static final String FAR_CALLERS_HOST = "sym1";
    private static final String COORDINATOR = LabPlan.PUBLIC_ADDRESS + ":7700";
    private static final String RELAY = LabPlan.PUBLIC_ADDRESS + ":7710";
    private static final List<String> JOIN = List.of("--coordinator", COORDINATOR);
    private static final int DIRECT = 300;
    private static final int RELAYED = 100;
    private static final int REFUSED = 20;
    private static final int ENDLESS = 1_000_000;
    private static final Pattern CONNECTED = Pattern.compile("^\\d+\\.\\d+\n");

    /** Of one round, those of programs that are killed not counted. */
    static final int CONNECTIONS = DIRECT + RELAYED;

    /**
     * Starts all of it.
     *
     * @param pids takes our processes, by what they are called
     */
    static SoakStage open(Site site, Lab lab, Map<String, Long> pids) {
        List<String> outside = lab.onPublicHost();
        pids.put(
                "relay",
                site.serve("relay", outside, List.of("--listen", RELAY, "--admin", "127.0.0.1:7711"))
                        .pid());
        pids.put(
                "coordinator",
                site.serve(
                                "coordinator",
                                outside,
                                List.of("--listen", COORDINATOR, "--relay", RELAY, "--recovery", "0s"))
                        .pid());
        Place server = node(site, lab, SERVERS_HOST, "server", pids);
        Place caller = node(site, lab, CALLERS_HOST, "caller", pids);
        Place far = node(site, lab, FAR_CALLERS_HOST, "far-caller", pids);
        int port = Pair.freePort();
        Measure.serve(server, port);
        return new SoakStage(
                site,
                lab,
                new Measure(caller, "server", port),
                new Measure(far, "server", port),
                new Measure(caller, "server", Pair.freePort()));
    }

    private static Place node(Site site, Lab lab, String host, String name, Map<String, Long> pids) {
        Started supervisor = site.supervise(name, lab.onHost(host), JOIN);
        pids.put("supervisor of the " + name, supervisor.pid());
        return site.guestOf(name, lab.onHost(host), supervisor);
    }

    /**
     * Everything once.
     *
     * @throws BoxerException PEER if a connection does not end as it should
     */
    void round(int number) {
        all(direct, DIRECT);
        all(relayed, RELAYED);
        long refused = nobody.refused(REFUSED);
        if (refused != REFUSED) {
            throw BoxerException.peer("%d of %d connections to nobody were refused", refused, REFUSED);
        }
        killInTheMiddle(direct);
        killInTheMiddle(relayed);
        comeAndBeKilled("moment-" + number);
    }

    private static void all(Measure measure, int count) {
        double connected = measure.connects(count).get(2);
        if (connected != count) {
            throw BoxerException.peer("%.0f of %d connections stood", connected, count);
        }
    }

    private static void killInTheMiddle(Measure measure) {
        try (Started program = measure.connecting(ENDLESS)) {
            program.awaitSaid(CONNECTED);
            program.kill();
        }
    }

    private void comeAndBeKilled(String name) {
        List<String> here = lab.onHost(CALLERS_HOST);
        try (Started supervisor = site.supervise(name, here, JOIN)) {
            all(new Measure(site.guestOf(name, here, supervisor), "server", direct.port()), 1);
            supervisor.kill();
        }
    }
}
