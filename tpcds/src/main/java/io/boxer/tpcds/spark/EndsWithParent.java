// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.spark;

import io.boxer.common.ParentWatch;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs the main method of a program that is not ours, and ends it when the process that started it is gone, so that a
 * killed {@code boxer tpcds} leaves no Spark behind. Arguments: PID MAIN-CLASS ARGUMENT…
 */
public final class EndsWithParent {
    private static final int PARENT_GONE = 143;

    private EndsWithParent() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        ParentWatch.exitWith(Long.parseLong(args[0]), () -> Runtime.getRuntime().halt(PARENT_GONE));
        Class<?> program = Class.forName(args[1], true, Thread.currentThread().getContextClassLoader());
        try {
            program.getMethod("main", String[].class).invoke(null, (Object) Arrays.copyOfRange(args, 2, args.length));
        } catch (InvocationTargetException e) {
            Thread thread = Thread.currentThread();
            thread.getThreadGroup().uncaughtException(thread, e.getCause());
            Runtime.getRuntime().exit(1);
        }
    }
}
