// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.read;

import io.boxer.spark.container.CorruptSegmentException;
import io.boxer.spark.driver.DriverLink;
import io.boxer.spark.driver.DriverQuestion;
import io.boxer.spark.store.BytesLostException;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.spark.shuffle.FetchFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a failed fetch into Spark's fetch failure, after the driver has unregistered everything that was lost with it:
 * found one by one, losses end the job after four attempts of a stage.
 *
 * <p>Called in a task's thread. Immutable.
 */
record Losses(DriverLink driver) {
    private static final Logger LOG = LoggerFactory.getLogger(Losses.class);

    /**
     * Does not return: the exception registers itself with the task when it is made, and so is thrown here.
     *
     * @param output the only one that the failure names
     */
    RuntimeException fetchFailed(WantedOutput output, Throwable cause) {
        String message = describe(output, cause) + askDriver(output, cause);
        LOG.warn("{}", message);
        throw Sneaky.rethrow(new FetchFailedException(
                output.address(),
                output.output().shuffleId(),
                output.output().mapId(),
                output.mapIndex(),
                output.firstPartition(),
                message,
                cause));
    }

    private static String describe(WantedOutput output, Throwable cause) {
        String what = output.output() + " (container " + output.location().container() + ", bytes "
                + output.location().offset() + " to " + output.location().end() + ")";
        if (cause instanceof BytesLostException) {
            return what + " was lost: " + cause.getMessage();
        }
        if (cause instanceof FileNotFoundException) {
            return what + " was removed from the store: " + cause.getMessage();
        }
        if (cause instanceof CorruptSegmentException) {
            return what + " came back changed, twice: " + cause.getMessage();
        }
        return what + " could not be read within the deadline: " + cause;
    }

    private String askDriver(WantedOutput output, Throwable cause) {
        boolean gone = cause instanceof FileNotFoundException;
        if (!gone && !(cause instanceof BytesLostException)) {
            return "; it is computed again";
        }
        try {
            return "; "
                    + driver.ask(
                            gone
                                    ? new DriverQuestion.Gone(
                                            output.output().shuffleId(),
                                            output.location().containerId())
                                    : new DriverQuestion.Lost(output.output().shuffleId(), output.mapIndex()));
        } catch (IOException e) {
            return "; it is computed again, and the driver could not say what else was lost: " + e.getMessage();
        }
    }
}
