// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import io.boxer.elastic.rpc.NodeMessage.EntryState;
import io.boxer.elastic.trace.Trace;
import java.util.Objects;

/** A datanode's trace (docs/protocol.md, section 9), read while it is written. */
final class EntryTrace implements Trace {
    private final World world;
    private final Incarnation life;

    EntryTrace(World world, Incarnation life) {
        this.world = world;
        this.life = life;
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public Trace as(String process) {
        return this;
    }

    @Override
    public void log(String event, Object... fields) {
        if (event.equals("dn.entry")) {
            entry(fields);
        } else if (event.equals("dn.lease")) {
            if (String.valueOf(fields[fields.length - 2]).equals("givenUp")) {
                world.marks.hit(Marks.Mark.LEASE_GIVEN_UP_AFTER_SUSPEND);
                life.gaveUp();
            } else {
                world.placements.leased(life, number(fields, "sentAt"), number(fields, "until"));
            }
        } else if (event.equals("dn.write") && text(fields, "result").equals("OK")) {
            world.placements.acknowledged(life, number(fields, "b"), (int) number(fields, "g"));
        }
    }

    private void entry(Object... fields) {
        long block = number(fields, "b");
        EntryState to = EntryState.valueOf(text(fields, "to"));
        Incarnation.View view = new Incarnation.View(
                to,
                (int) number(fields, "g"),
                (int) number(fields, "frozenFor"),
                (int) number(fields, "slot"),
                text(fields, "ranges"),
                number(fields, "crc"),
                world.scheduler.now());
        world.log(life.process, "entry", block, () -> "block %x %s -> %s".formatted(block, text(fields, "from"), view));
        world.placements.entryMoved(life, block, view);
    }

    private static long number(Object[] fields, String name) {
        return ((Number) value(fields, name)).longValue();
    }

    private static String text(Object[] fields, String name) {
        return String.valueOf(value(fields, name));
    }

    private static Object value(Object[] fields, String name) {
        for (int i = 0; i < fields.length; i += 2) {
            if (name.equals(fields[i])) {
                return Objects.requireNonNull(fields[i + 1], name);
            }
        }
        throw new IllegalStateException("the trace has no field " + name);
    }
}
