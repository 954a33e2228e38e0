// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.daemon;

import io.boxer.common.Daemon;
import io.boxer.common.Ready;
import io.boxer.common.Setting;
import io.boxer.common.admin.Metrics;
import io.boxer.spot.market.Market;
import io.boxer.spot.market.MarketSettings;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code boxer market}. */
record MarketProgram() implements DaemonProgram {
    @Override
    public String name() {
        return "market";
    }

    @Override
    public String description() {
        return "Run a spot market of this machine in the foreground: its instances are processes, each with an instance"
                + " metadata service (IMDSv2) of its own, and are taken away again.";
    }

    @Override
    public List<Setting<?>> settings() {
        return MarketSettings.ALL;
    }

    @Override
    public void addOptions(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("-- WORD")
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description("Command that starts an instance; {name}, {pool}, {instance}, {imds} and {market-pid} in"
                        + " its words are replaced.")
                .build());
    }

    @Override
    public Ready start(Daemon daemon, DaemonArguments arguments) {
        MarketSettings settings = MarketSettings.from(arguments.settings(), arguments.words());
        Market market = daemon.closer()
                .closing("market", Market.start(settings, arguments.keyFile().key(), new Metrics()));
        return new Ready(market.admin(), market.admin());
    }
}
