// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.NodeId;
import io.boxer.overlay.HostId;
import io.boxer.overlay.Member;
import io.boxer.overlay.OverlayAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MemberFileTest {
    private static final Member CACHE = member("cache", "10.77.0.2");
    private static final Member WEB = member("web", "10.77.0.3");

    @TempDir
    private Path host;

    private MemberFile members = MemberFile.open();

    @AfterEach
    void close() {
        members.close();
    }

    @Test
    void everyUserMayReadItAndNobodyElseMayWriteIt() throws IOException {
        members.complete(List.of(CACHE, WEB));

        assertThat(Files.readString(file())).isEqualTo("10.77.0.2\tcache\n10.77.0.3\tweb\n");
        assertThat(permissions(file())).isEqualTo("rw-r--r--");
        assertThat(permissions(directory())).isEqualTo("rwxr-xr-x");
    }

    @Test
    void untilAQuestionNeedsItThereIsNone() {
        members.outdated();

        assertThat(file()).doesNotExist();
    }

    @Test
    void aMemberThatCameIsWrittenOnlyWhenAQuestionNeedsIt() throws IOException {
        members.complete(List.of(CACHE));
        members.outdated();

        assertThat(Files.readString(file())).isEqualTo("10.77.0.2\tcache\n");

        members.complete(List.of(CACHE, WEB));

        assertThat(Files.readString(file())).contains("web");
    }

    @Test
    void aSecondQuestionWritesNothing() throws IOException {
        members.complete(List.of(CACHE));
        Object before = Files.getAttribute(file(), "unix:ino");

        members.complete(List.of(CACHE));

        assertThat(Files.getAttribute(file(), "unix:ino")).isEqualTo(before);
    }

    @Test
    void whatMayNotBeTrueAnyMoreIsGoneAtOnce() {
        members.complete(List.of(CACHE, WEB));

        members.withdraw();

        assertThat(file()).doesNotExist();
    }

    @Test
    void theNodesHostsAreTheMembersBeforeTheHostsOwnLines() throws IOException {
        Path own = Files.writeString(host.resolve("hosts"), "127.0.0.1 localhost\n192.0.2.1 cache");
        members.close();
        members = MemberFile.open(own);

        assertThat(members.completeHosts(List.of(CACHE, member("localhost", "10.77.0.9"))))
                .isTrue();

        assertThat(hosts()).hasContent("10.77.0.2\tcache\n127.0.0.1 localhost\n192.0.2.1 cache");
        assertThat(permissions(hosts())).isEqualTo("rw-r--r--");
    }

    @Test
    void theNodesHostsFollowTheMembersAndTheHostsOwnFile() throws IOException {
        Path own = Files.writeString(host.resolve("hosts"), "127.0.0.1 localhost\n");
        members.close();
        members = MemberFile.open(own);
        members.completeHosts(List.of(CACHE));

        members.outdated();
        members.completeHosts(List.of(CACHE, WEB));
        assertThat(hosts()).content().contains("web").contains("localhost");

        Files.delete(own);
        members.completeHosts(List.of(CACHE, WEB));
        assertThat(hosts()).content().contains("web").doesNotContain("localhost");
    }

    @Test
    void nothingIsLeftOfIt() {
        members.complete(List.of(CACHE));
        members.completeHosts(List.of(CACHE));

        members.close();

        assertThat(directory()).doesNotExist();
    }

    @Test
    void whereItCannotBeWrittenGuestsGoOnAsking() throws IOException {
        Files.delete(directory().resolve("lock"));
        Files.delete(directory());

        members.complete(List.of(CACHE));
        members.withdraw();
        members.complete(List.of(CACHE));

        assertThat(file()).doesNotExist();
        assertThat(members.completeHosts(List.of(CACHE))).isFalse();
    }

    private Path directory() {
        return members.directory().orElseThrow();
    }

    private Path file() {
        return members.path().orElseThrow();
    }

    private Path hosts() {
        return directory().resolve("hosts");
    }

    private static Member member(String name, String address) {
        return new Member(new NodeId(name), OverlayAddress.parse(address), new HostId("aa:1"));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
