// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.daemon;

import io.boxer.cluster.status.NamenodeDrainable;
import io.boxer.cluster.status.StoreAdmin;
import io.boxer.common.Daemon;
import io.boxer.common.HostPort;
import io.boxer.common.Ready;
import io.boxer.common.Setting;
import io.boxer.common.admin.AdminClient;
import io.boxer.common.admin.Metrics;
import io.boxer.common.security.ClusterKey;
import io.boxer.spot.daemon.SpotManager;
import io.boxer.spot.daemon.SpotSettings;
import io.boxer.spot.market.MarketClient;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code boxer spot-manager}. */
record SpotManagerProgram() implements DaemonProgram {
    private static final String NAMENODE_ADMIN = "--namenode-admin";
    private static final String MARKET = "--market";

    @Override
    public String name() {
        return "spot-manager";
    }

    @Override
    public String description() {
        return "Run a spot manager in the foreground: it hears that nodes will go, has them drained, replaces them, and"
                + " keeps account of what they cost.";
    }

    @Override
    public List<Setting<?>> settings() {
        return SpotSettings.ALL;
    }

    @Override
    public void addOptions(CommandSpec spec) {
        spec.addOption(address(NAMENODE_ADMIN, "Admin API of the namenode. Default: 127.0.0.1:7778."));
        spec.addOption(address(MARKET, "Admin API of the market that sells nodes. Default: 127.0.0.1:7792."));
    }

    private static OptionSpec address(String name, String description) {
        return OptionSpec.builder(name)
                .paramLabel("HOST:PORT")
                .type(String.class)
                .description(description)
                .build();
    }

    @Override
    public Ready start(Daemon daemon, DaemonArguments arguments) {
        ClusterKey key = arguments.keyFile().key();
        HostPort namenode = HostPort.parse(arguments.option(NAMENODE_ADMIN).orElse("127.0.0.1:7778"));
        HostPort market = HostPort.parse(arguments.option(MARKET).orElse("127.0.0.1:7792"));
        SpotManager.World world = SpotManager.World.of(
                new NamenodeDrainable(new StoreAdmin(namenode, key), InstantSource.system()),
                new MarketClient(new AdminClient(market, key)));
        SpotManager manager = daemon.closer()
                .closing(
                        "spot manager",
                        SpotManager.start(SpotSettings.from(arguments.settings()), key, new Metrics(), world));
        return new Ready(manager.admin(), manager.admin());
    }
}
