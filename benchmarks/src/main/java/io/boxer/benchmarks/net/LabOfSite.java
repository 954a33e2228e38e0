// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks.net;

import io.boxer.common.BoxerException;
import io.boxer.lab.Ground;
import io.boxer.lab.Lab;
import io.boxer.lab.LabPlan;
import io.boxer.lab.LabSpec;
import io.boxer.lab.LabTools;
import java.util.Map;

/** A lab for one site. Closed, or at Ctrl-C, it is gone. Immutable. */
record LabOfSite(Lab lab, Thread atCtrlC) implements AutoCloseable {
    /** This machine lets us make none. */
    static final class NoLabException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String why;

        private NoLabException(BoxerException cause) {
            super(cause);
            why = "no network namespaces can be had here: " + cause.getMessage();
        }

        String why() {
            return why;
        }
    }

    /**
     * Makes one.
     *
     * @param nats as {@code boxer lab up --nat} has it
     * @throws NoLabException if that cannot be here
     */
    static LabOfSite build(Site site, Tools tools, String nats) {
        String prefix = "bb" + ProcessHandle.current().pid();
        var ip = FoundProgram.find("ip", tools.guests());
        var nft = FoundProgram.find("nft", tools.guests());
        try {
            BoxerException.require(
                    ip.isPresent() && nft.isPresent(), "ip (iproute2) or nft (nftables) is not on this machine");
            Lab lab = Lab.build(
                    new LabPlan(prefix, LabSpec.parse(nats)),
                    new LabTools(ip.get().prefix(), nft.get().prefix()),
                    Ground.open(site.directory("lab"), Map.of(Lab.MARK, prefix)));
            var atCtrlC = new Thread(lab::close, "boxer-bench-lab-end");
            Runtime.getRuntime().addShutdownHook(atCtrlC);
            return new LabOfSite(lab, atCtrlC);
        } catch (BoxerException cannot) {
            throw new NoLabException(cannot);
        }
    }

    @Override
    public void close() {
        lab.close();
        try {
            Runtime.getRuntime().removeShutdownHook(atCtrlC);
        } catch (IllegalStateException e) {
            // Ctrl-C: the hook is at it too
        }
    }
}
