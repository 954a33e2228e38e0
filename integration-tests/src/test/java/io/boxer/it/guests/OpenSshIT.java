// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** sshd with keys made for the test; ssh logs in as whoever runs the test. */
class OpenSshIT {
    @RegisterExtension
    static final Overlay OVERLAY = Overlay.open();

    private static final String USER = System.getProperty("user.name");

    /** What an installation of sshd has and a mere unpacking has not; both end with the program. */
    private static final String AS_IF_INSTALLED = """
            mount --bind "$0" /etc/passwd && mount -t tmpfs none /run && mkdir -m 755 /run/sshd && exec "$@"
            """;

    private static Program ssh;

    @BeforeAll
    static void start() throws IOException {
        Program sshd = Program.need("sshd", "OpenSSH");
        ssh = Program.need("ssh", "OpenSSH");
        key("host");
        key("user");
        Path configuration =
                OVERLAY.file("ssh", "sshd_config", """
                Port 2222
                HostKey %1$s/host
                AuthorizedKeysFile %1$s/user.pub
                PidFile none
                StrictModes no
                UsePAM no
                PasswordAuthentication no
                PermitRootLogin yes
                %2$s
                """.formatted(OVERLAY.directory("ssh"), sessionPath(sshd)));
        OVERLAY.node("gate", installed(sshd.with("-D", "-e", "-f", configuration.toString())))
                .awaitSaid("Server listening on");
    }

    private static void key(String name) {
        Program keygen = Program.need("ssh-keygen", "OpenSSH");
        String file = OVERLAY.directory("ssh").resolve(name).toString();
        OVERLAY.run(keygen.with("-q", "-t", "ed25519", "-N", "", "-f", file)).succeeded();
    }

    /** Since 9.8 it starts other programs, which it looks for where it would be installed. */
    private static String sessionPath(Program sshd) {
        return Program.unpacked()
                .filter(sshd.file()::startsWith)
                .map(root -> root.resolve("usr/lib/openssh"))
                .filter(directory -> Files.exists(directory.resolve("sshd-session")))
                .map(directory -> "SshdSessionPath " + directory.resolve("sshd-session")
                        + (Files.exists(directory.resolve("sshd-auth"))
                                ? "\nSshdAuthPath " + directory.resolve("sshd-auth")
                                : ""))
                .orElse("");
    }

    /** Run by root it wants a user and a directory of its own. */
    private static List<String> installed(List<String> command) throws IOException {
        String users = Files.readString(Path.of("/etc/passwd"));
        if (!Overlay.isRoot() || (users.contains("\nsshd:") && Files.isDirectory(Path.of("/run/sshd")))) {
            return command;
        }
        Path passwd = OVERLAY.file("ssh", "passwd", users + "sshd:x:64999:65534::/run/sshd:/usr/sbin/nologin\n");
        var words = List.of("unshare", "--mount", "sh", "-c", AS_IF_INSTALLED, passwd.toString());
        assumeTrue(
                OVERLAY.run(Stream.concat(words.stream(), Stream.of("true")).toList())
                                .code()
                        == 0,
                "not tested, since root may not mount here and there is no user sshd: OpenSSH");
        return Stream.concat(words.stream(), command.stream()).toList();
    }

    private static GuestNode.Result login(String... command) {
        String[] options = {
            "-F",
            "none",
            "-p",
            "2222",
            "-i",
            OVERLAY.directory("ssh").resolve("user").toString(),
            "-o",
            "StrictHostKeyChecking=no",
            "-o",
            "UserKnownHostsFile=/dev/null",
            "-o",
            "BatchMode=yes"
        };
        return OVERLAY.run(
                Stream.concat(ssh.with(options).stream(), Stream.of(command)).toList());
    }

    @Test
    void aCommandRunsOnTheOtherNodeAndIsAGuestThere() {
        var result = login(USER + "@gate", "uname -n; echo $SSH_CONNECTION; exit 3");

        assertThat(result.code()).as(result.err()).isEqualTo(3);
        assertThat(result.out()).matches("gate\n10\\.\\d+\\.0\\.\\d+ \\d+ 10\\.\\d+\\.0\\.\\d+ 2222\n");
    }

    @Test
    void aConnectionIsForwardedToAThirdNode() {
        Program python = Program.need("python3", "forwarding of OpenSSH");
        String server = "import socket; s = socket.create_server(('', 7)); print('listening', flush=True);"
                + " s.accept()[0].sendall(b'from the third node')";
        OVERLAY.node("third", python.with("-c", server)).awaitSaid("listening");

        var result = login("-W", "third:7", USER + "@gate");

        assertThat(result.succeeded().out()).isEqualTo("from the third node");
    }
}
