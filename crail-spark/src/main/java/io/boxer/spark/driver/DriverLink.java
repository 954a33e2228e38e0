// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.driver;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.spark.SparkEnv;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcTimeout;
import org.apache.spark.util.RpcUtils;
import org.jspecify.annotations.Nullable;
import scala.concurrent.duration.FiniteDuration;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** An executor's way to the driver: one of Spark's own endpoints, over the connection that exists anyway. Thread-safe. */
public final class DriverLink {
    static final String ENDPOINT = "boxer-shuffle";

    private static final ClassTag<String> STRING = ClassTag$.MODULE$.apply(String.class);
    private static final RpcTimeout SHORT =
            new RpcTimeout(FiniteDuration.apply(2, TimeUnit.SECONDS), "the two seconds of a report");

    private final SparkEnv env;
    private @Nullable RpcEndpointRef endpoint;

    public DriverLink(SparkEnv env) {
        this.env = env;
    }

    /**
     * Asks and waits for the answer.
     *
     * @throws IOException if the driver did not answer within Spark's {@code spark.rpc.askTimeout}
     */
    public String ask(DriverQuestion question) throws IOException {
        return ask(question, ref -> ref.askSync(question.toText(), STRING));
    }

    /**
     * Tells what needs no thought.
     *
     * @throws IOException if the driver did not answer within two seconds
     */
    public void tell(DriverQuestion question) throws IOException {
        String answer = ask(question, ref -> ref.askSync(question.toText(), SHORT, STRING));
        if (!answer.equals(DriverQuestion.YES)) {
            throw new IOException("the driver said '" + answer + "' to '" + question.toText() + "'");
        }
    }

    private String ask(DriverQuestion question, Function<RpcEndpointRef, String> way) throws IOException {
        try {
            return way.apply(endpoint());
        } catch (Exception e) {
            // Scala declares nothing: a SparkException, a timeout or an interruption arrives here
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("the driver did not answer '" + question.toText() + "': " + e.getMessage(), e);
        }
    }

    private synchronized RpcEndpointRef endpoint() {
        RpcEndpointRef known = endpoint;
        if (known == null) {
            known = RpcUtils.makeDriverRef(ENDPOINT, env.conf(), env.rpcEnv());
            endpoint = known;
        }
        return known;
    }
}
