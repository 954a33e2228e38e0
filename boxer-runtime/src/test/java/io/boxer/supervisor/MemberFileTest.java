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

final class MemberFileTest {
    private static final Member CACHE = member("cache", "10.77.0.2");
    private static final Member WEB = member("web", "10.77.0.3");

    private final MemberFile members = MemberFile.open();

    @AfterEach
    void close() {
        members.close();
    }

    @Test
    void everyUserMayReadItAndNobodyElseMayWriteIt() throws IOException {
        members.complete(List.of(CACHE, WEB));

        assertThat(Files.readString(members.path())).isEqualTo("10.77.0.2\tcache\n10.77.0.3\tweb\n");
        assertThat(permissions(members.path())).isEqualTo("rw-r--r--");
        assertThat(permissions(members.directory())).isEqualTo("rwxr-xr-x");
    }

    @Test
    void untilAQuestionNeedsItThereIsNone() {
        members.outdated();

        assertThat(members.path()).doesNotExist();
    }

    @Test
    void aMemberThatCameIsWrittenOnlyWhenAQuestionNeedsIt() throws IOException {
        members.complete(List.of(CACHE));
        members.outdated();

        assertThat(Files.readString(members.path())).isEqualTo("10.77.0.2\tcache\n");

        members.complete(List.of(CACHE, WEB));

        assertThat(Files.readString(members.path())).contains("web");
    }

    @Test
    void aSecondQuestionWritesNothing() throws IOException {
        members.complete(List.of(CACHE));
        Object before = Files.getAttribute(members.path(), "unix:ino");

        members.complete(List.of(CACHE));

        assertThat(Files.getAttribute(members.path(), "unix:ino")).isEqualTo(before);
    }

    @Test
    void whatMayNotBeTrueAnyMoreIsGoneAtOnce() {
        members.complete(List.of(CACHE, WEB));

        members.withdraw();

        assertThat(members.path()).doesNotExist();
    }

    @Test
    void nothingIsLeftOfIt() {
        members.complete(List.of(CACHE));

        members.close();

        assertThat(members.directory()).doesNotExist();
    }

    @Test
    void whereItCannotBeWrittenGuestsGoOnAsking() throws IOException {
        Files.delete(members.directory());

        members.complete(List.of(CACHE));
        members.withdraw();
        members.complete(List.of(CACHE));

        assertThat(members.path()).doesNotExist();
    }

    private static Member member(String name, String address) {
        return new Member(new NodeId(name), OverlayAddress.parse(address), new HostId("aa:1"));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
