// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.market;

import io.boxer.common.BoxerException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What will be done to spot nodes during a run: a list of steps, or steps that repeat without end. Nothing here names a node; the
 * {@link InterruptionPlayer} chooses it when the time comes. Immutable.
 *
 * @param text what it was made from: {@code default}, {@code none}, a file, or {@code every=20s,notice=10s,kills=1}
 * @param steps in the order of their time; empty if {@code repeated} is there
 */
public record InterruptionPlan(String text, List<Step> steps, Optional<EveryPlan> repeated) {
    public InterruptionPlan {
        steps = List.copyOf(steps);
    }

    /**
     * The plan that a text describes.
     *
     * @throws BoxerException USER with the value, the rule and the way out
     */
    public static InterruptionPlan parse(String text, InterruptionOptions options) {
        if (text.equals("none")) {
            return new InterruptionPlan(text, List.of(), Optional.empty());
        }
        if (text.equals("default")) {
            return new InterruptionPlan(text, DefaultPlan.steps(options.seed()), Optional.empty());
        }
        if (text.contains("=") && !isFile(text)) {
            return new InterruptionPlan(text, List.of(), Optional.of(EveryPlan.parse(text, options.seed())));
        }
        if (!isFile(text)) {
            throw BoxerException.user(
                    "interruptions=%s is neither default, none, every=20s,notice=10s,kills=1 nor a file; write one of these",
                    text);
        }
        return new InterruptionPlan(text, TracePlan.steps(TraceReader.read(Path.of(text)), options), Optional.empty());
    }

    private static boolean isFile(String text) {
        try {
            return Files.isRegularFile(Path.of(text));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** The step with this number, if the plan has that many. */
    public Optional<Step> step(int number) {
        return repeated.isPresent()
                ? Optional.of(repeated.get().step(number))
                : number < steps.size() ? Optional.of(steps.get(number)) : Optional.empty();
    }
}
