// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.driver;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.spark.rpc.RpcCallContext;
import org.apache.spark.rpc.RpcEndpoint;
import org.apache.spark.rpc.RpcEnv;
import scala.PartialFunction;
import scala.runtime.AbstractPartialFunction;
import scala.runtime.BoxedUnit;

/** Answers the executors' questions, on a thread of ours where answering asks the store. Thread-safe. */
final class DriverEndpoint implements RpcEndpoint {
    private final RpcEnv rpcEnv;
    private final Executor threads;
    private final Function<DriverQuestion, String> answers;

    DriverEndpoint(RpcEnv rpcEnv, Executor threads, Function<DriverQuestion, String> answers) {
        this.rpcEnv = rpcEnv;
        this.threads = threads;
        this.answers = answers;
    }

    @Override
    public RpcEnv rpcEnv() {
        return rpcEnv;
    }

    @Override
    public PartialFunction<Object, BoxedUnit> receiveAndReply(RpcCallContext call) {
        return new AbstractPartialFunction<>() {
            @Override
            public boolean isDefinedAt(Object message) {
                return message instanceof String;
            }

            @Override
            @SuppressWarnings("unchecked")
            public <A1, B1> B1 applyOrElse(A1 message, scala.Function1<A1, B1> otherwise) {
                if (message instanceof String text) {
                    take(text, call);
                    return (B1) BoxedUnit.UNIT;
                }
                return otherwise.apply(message);
            }
        };
    }

    private void take(String text, RpcCallContext call) {
        Optional<DriverQuestion> question = DriverQuestion.parse(text);
        if (question.isEmpty()) {
            call.sendFailure(new IllegalArgumentException("not a question of this version: " + text));
        } else if (question.get() instanceof DriverQuestion.Counted) {
            // needs no store: told in time even while all threads wait for one that is away
            answer(question.get(), call);
        } else {
            threads.execute(() -> answer(question.get(), call));
        }
    }

    private void answer(DriverQuestion question, RpcCallContext call) {
        try {
            call.reply(answers.apply(question));
        } catch (RuntimeException e) {
            call.sendFailure(e);
        }
    }
}
