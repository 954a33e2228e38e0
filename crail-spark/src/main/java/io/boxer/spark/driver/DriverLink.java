// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.driver;

import java.io.IOException;
import org.apache.spark.SparkEnv;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.util.RpcUtils;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag$;

/** An executor's way to the driver: one of Spark's own endpoints, over the connection that exists anyway. Thread-safe. */
public final class DriverLink {
    static final String ENDPOINT = "boxer-shuffle";

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
        try {
            return endpoint().askSync(question.toText(), ClassTag$.MODULE$.apply(String.class));
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
