// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.boxer.overlay.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members of the overlay in files that guests read, in a directory of its own below the one for temporary files. Every user
 * may read them, since guests may give up root.
 *
 * <p>{@code members}, lines {@code 10.77.0.2<tab>cache}, is where the shim looks up a name before it asks (members.c). What is
 * in it is true at all times; not all need be in it. It is withdrawn when a member goes, and written when a question has shown
 * that the guest needs it: a node whose guest never asks writes nothing, however many others come and go.
 *
 * <p>{@code hosts} is what a program gets that reads {@code /etc/hosts} (hosts.c): the members, so that a node comes before a
 * host of its name, then the host's own lines. The shim has it written before each look.
 *
 * <p>Where they cannot be written guests ask, as they do for what is not there. Writes go to the kernel's page cache, and are
 * not waited for any longer. Confined to the supervisor's loop, but for {@link #close}, which is called when the loop has ended.
 */
final class MemberFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MemberFile.class);

    private final Optional<MemberDirectory> directory;
    private final Path hostsOfThisHost;
    private boolean there;
    private boolean whole;
    private boolean broken;
    private Optional<FileTime> hostsWritten = Optional.empty();

    private MemberFile(Optional<MemberDirectory> directory, Path hostsOfThisHost) {
        this.directory = directory;
        this.hostsOfThisHost = hostsOfThisHost;
        this.broken = directory.isEmpty();
    }

    static MemberFile open() {
        return open(Path.of("/etc/hosts"));
    }

    /** Makes the directory, if that can be. */
    static MemberFile open(Path hostsOfThisHost) {
        try {
            return new MemberFile(Optional.of(MemberDirectory.make()), hostsOfThisHost);
        } catch (IOException cannot) {
            LOG.warn("no temporary directory can be made; guests ask for each name: {}", cannot.toString());
            return new MemberFile(Optional.empty(), hostsOfThisHost);
        }
    }

    Optional<Path> directory() {
        return directory.map(MemberDirectory::path);
    }

    /** Of {@code members}, for the guest's environment. */
    Optional<Path> path() {
        return directory().map(place -> place.resolve("members"));
    }

    /** A member has come that the files do not have. */
    void outdated() {
        whole = false;
        hostsWritten = Optional.empty();
    }

    /** Something in the files may not be true any more. */
    void withdraw() {
        outdated();
        if (there) {
            there = false;
            path().ifPresent(MemberFile::remove);
        }
    }

    /** Writes {@code members}, if it has not all of them. */
    void complete(Collection<Member> members) {
        if (!whole && write("members", lines(members, false))) {
            there = true;
            whole = true;
        }
    }

    /**
     * Writes {@code hosts}, if it is not as it is to be.
     *
     * @return whether it is there
     */
    boolean completeHosts(Collection<Member> members) {
        FileTime changed = FileTime.fromMillis(0);
        byte[] own = {};
        try {
            changed = Files.getLastModifiedTime(hostsOfThisHost);
            own = Files.readAllBytes(hostsOfThisHost);
        } catch (IOException none) {
            LOG.debug("this host has no names of its own: {}", none.toString());
        }
        if (!hostsWritten.equals(Optional.of(changed)) && write("hosts", lines(members, true), own)) {
            hostsWritten = Optional.of(changed);
        }
        return hostsWritten.isPresent();
    }

    /** @param forPrograms a node that calls itself localhost is none to them, nor to the shim */
    private static byte[] lines(Collection<Member> members, boolean forPrograms) {
        var lines = new StringBuilder();
        members.stream()
                .filter(member -> !forPrograms || !member.name().value().equals("localhost"))
                .forEach(member -> lines.append(member.address())
                        .append('\t')
                        .append(member.name())
                        .append('\n'));
        return lines.toString().getBytes(US_ASCII);
    }

    /** Replaces the file as a whole. After a failure it is not tried again. */
    private boolean write(String name, byte[]... parts) {
        if (broken) {
            return false;
        }
        Path file = directory().orElseThrow().resolve(name);
        Path next = file.resolveSibling(name + ".next");
        try {
            Files.deleteIfExists(next);
            for (byte[] part : parts) {
                Files.write(next, part, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
            Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException cannot) {
            LOG.warn("{} cannot be written; guests ask for each name, which takes longer: {}", file, cannot.toString());
            broken = true;
            withdraw();
            return false;
        }
    }

    private static void remove(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException stays) {
            LOG.warn(
                    "{} cannot be removed; remove it, it may say what is not true any more: {}",
                    path,
                    stays.toString());
        }
    }

    @Override
    public void close() {
        directory.ifPresent(MemberDirectory::close);
    }
}
