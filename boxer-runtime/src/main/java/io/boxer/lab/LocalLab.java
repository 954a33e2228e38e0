// SPDX-License-Identifier: Apache-2.0
package io.boxer.lab;

import io.boxer.common.BoxerException;
import io.boxer.common.process.JavaProgram;
import io.boxer.common.security.ClusterKey;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The lab of this user: at most one at a time, which stays until {@link #down}, whatever has become of the command that made it.
 *
 * <p>Thread-safe: two commands that change something wait for each other.
 */
public final class LocalLab {
    private final LabDirectory directory;
    private final Map<String, String> environment;

    /** @param environment of the user: {@code XDG_STATE_HOME}, {@code HOME}, {@code PATH} */
    public LocalLab(Map<String, String> environment) {
        this.directory = LabDirectory.of(environment);
        this.environment = environment;
    }

    /**
     * Makes it, with relay and coordinator on its public host. What one left that was not completed is removed first.
     *
     * @param program has the commands {@code relay} and {@code coordinator}
     * @throws BoxerException USER if one is up, or none can be had; nothing is left then
     */
    public LabState up(LabSpec spec, JavaProgram program) {
        refuseInside("made");
        var tools = LabTools.find(environment);
        return directory.alone(() -> {
            directory.state().filter(LabState::isUp).ifPresent(running -> {
                throw BoxerException.user(
                        "a lab is up already: --nat %s; boxer lab down ends it, boxer lab ps shows it", running.nat());
            });
            removeAlone();
            try {
                return make(new LabPlan(newPrefix(), spec), tools, program);
            } catch (RuntimeException cannot) {
                removeAlone();
                throw cannot;
            }
        });
    }

    private LabState make(LabPlan plan, LabTools tools, JavaProgram program) {
        var state = LabState.planned(plan, tools, Ground.isPrivileged());
        directory.write(state);
        var ground = Ground.open(directory.path(), Map.of(Lab.MARK, plan.prefix()));
        state = state.on(ground);
        directory.write(state);
        Lab lab = Lab.build(plan, tools, ground);
        ClusterKey.loadOrCreate(directory.keyFile());
        state = state.serving(new LabDaemons(program, directory.keyFile(), directory.path()).start(lab));
        directory.write(state);
        return state;
    }

    /** Nobody else's, nor that of an earlier lab. */
    private static String newPrefix() {
        return "bx" + UUID.randomUUID().toString().substring(0, 6);
    }

    /** The lab, if one is up. */
    public Optional<LabState> running() {
        return directory.state().filter(LabState::isUp);
    }

    /**
     * The lab that is up.
     *
     * @throws BoxerException USER if none is
     */
    public LabState needed() {
        return running()
                .orElseThrow(() -> BoxerException.user(
                        "no lab is up; start one: boxer lab up --nat port-preserving:2,hairpin:2,symmetric:1,rst:1"));
    }

    /**
     * Ends all that runs in it and removes it, whole or not.
     *
     * @return whether there was anything
     */
    public boolean down() {
        refuseInside("removed");
        return directory.alone(this::removeAlone);
    }

    private boolean removeAlone() {
        Optional<LabState> state = directory.state();
        state.ifPresent(left -> left.lab().close());
        directory.forget();
        return state.isPresent();
    }

    private void refuseInside(String what) {
        BoxerException.require(
                environment.getOrDefault(Lab.MARK, "").isEmpty(),
                "this shell is in a lab (%s=%s), from which none can be %s; leave it first",
                Lab.MARK,
                environment.getOrDefault(Lab.MARK, ""),
                what);
    }

    /** Of the overlay whose coordinator is on the public host. */
    public Path keyFile() {
        return directory.keyFile();
    }

    /** Where its daemons write their logs; they stay. */
    public Path logs() {
        return directory.path();
    }
}
