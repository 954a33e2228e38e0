// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.DataSize;
import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.common.security.BlockingHandshake;
import io.boxer.common.security.ClusterId;
import io.boxer.common.security.KeyFile;
import io.boxer.common.security.Party;
import io.boxer.common.security.Role;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamenodeServerTest {
    private static final HostPort ANY = HostPort.parse("127.0.0.1:0");

    @Test
    void datanodesOfANamenodeThatWasClosedDoNotWaitUntilTheirLeaseIsOver(@TempDir Path directory) throws Exception {
        KeyFile key = new KeyFile(directory.resolve("test.key"), true);
        NamenodeSettings settings =
                new NamenodeSettings(ANY, ANY, directory.resolve("namenode"), DataSize.parse("64KiB"));
        NamenodeServer namenode = NamenodeServer.start(settings, key, () -> {});
        try (SocketChannel node = SocketChannel.open(namenode.listenAddress().toSocketAddress())) {
            Party self = new Party(Role.DATANODE, new NodeId("node-1"), ClusterId.UNKNOWN, 0);
            BlockingHandshake.connect(node, key.key(), self, Role.NAMENODE);

            namenode.close();

            assertThat(node.read(ByteBuffer.allocate(1))).as("the end").isEqualTo(-1);
        }
    }
}
