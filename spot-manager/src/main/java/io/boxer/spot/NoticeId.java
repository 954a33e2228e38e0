// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot;

import io.boxer.common.BoxerException;
import io.boxer.common.NodeId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Name of a notice, made from its content, so that the same notice polled twice, pushed once more or read again after a restart has
 * the same id and no second effect. Immutable.
 *
 * @param value 32 lower-case hexadecimal digits: the first half of SHA-256 over node, kind and time in whole seconds (EC2 announces
 *     whole seconds)
 */
public record NoticeId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{32}");

    public NoticeId {
        if (!SHAPE.matcher(value).matches()) {
            throw BoxerException.user(
                    "noticeId=%s is not 32 hexadecimal digits; take it from the ledger or the event list", value);
        }
    }

    /** The id of the notice that says {@code kind} of {@code node} at {@code time}. */
    public static NoticeId of(NodeId node, String kind, Instant time) {
        String content = node + "\n" + kind + "\n" + time.truncatedTo(ChronoUnit.SECONDS);
        byte[] digest = sha256().digest(content.getBytes(StandardCharsets.UTF_8));
        return new NoticeId(HexFormat.of().formatHex(digest, 0, 16));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
