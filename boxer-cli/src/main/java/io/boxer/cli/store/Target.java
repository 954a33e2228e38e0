// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.store;

import io.boxer.cli.Console;
import io.boxer.cluster.files.StoreFiles;
import io.boxer.cluster.state.ClusterState;
import io.boxer.cluster.state.StateDirectory;
import io.boxer.cluster.status.StoreAdmin;
import io.boxer.common.DataSize;
import io.boxer.common.HostPort;
import io.boxer.common.security.KeyFile;
import io.boxer.elastic.crail.CrailSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options that say which store a command is about: by default the one that {@code boxer store up} started here. */
public final class Target {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--name", paramLabel = "NAME", description = "Cluster on this machine. Default: ${DEFAULT-VALUE}.")
    private String name = "default";

    @Option(
            names = "--namenode",
            paramLabel = "HOST:PORT",
            description = "A store elsewhere: where its namenode listens.")
    private @Nullable String namenode;

    @Option(
            names = "--namenode-admin",
            paramLabel = "HOST:PORT",
            description =
                    "A store elsewhere: the admin API of its namenode. Default: the port after that of --namenode.")
    private @Nullable String admin;

    @Option(names = "--key-file", paramLabel = "FILE", description = "Key of a store elsewhere.")
    private @Nullable Path keyFile;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    public Console console() {
        return new Console(spec, json);
    }

    public StateDirectory states() {
        return StateDirectory.of(name, System.getenv());
    }

    public StoreAdmin storeAdmin() {
        return new StoreAdmin(adminAddress(), key().key());
    }

    /** The cluster that was started here; a store elsewhere has no state here. */
    public ClusterState here() {
        return states().running();
    }

    /** The store, open for files. */
    public StoreFiles files() {
        int blockSize = storeAdmin().status().blockSizeBytes();
        return StoreFiles.open(CrailSettings.of(namenodeAddress())
                .withBlockSize(DataSize.ofBytes(blockSize))
                .withKeyFile(key().path()));
    }

    public KeyFile key() {
        return isElsewhere()
                ? KeyFile.choose(Optional.ofNullable(keyFile), System.getenv(), name)
                : new KeyFile(Path.of(here().keyFile()), true);
    }

    private boolean isElsewhere() {
        return namenode != null || admin != null;
    }

    private HostPort namenodeAddress() {
        return namenode == null ? here().address("namenode") : HostPort.parse(namenode);
    }

    private HostPort adminAddress() {
        if (admin != null) {
            return HostPort.parse(admin);
        }
        if (namenode != null) {
            HostPort address = HostPort.parse(namenode);
            return address.withPort(address.port() + 1);
        }
        return here().address("namenode-admin");
    }
}
