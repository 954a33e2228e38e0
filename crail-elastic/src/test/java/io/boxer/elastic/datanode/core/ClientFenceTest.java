// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.elastic.rpc.DataRequest;
import org.junit.jupiter.api.Test;

class ClientFenceTest {
    private final ClientFence<String> fence = new ClientFence<>();

    @Test
    void aRetryCutsOffTheConnectionThatItComesAfter() {
        assertThat(fence.hello("first", hello(7, 1))).isEmpty();

        assertThat(fence.hello("second", hello(7, 2))).contains("first");
        assertThat(fence.hello("third", hello(7, 3))).contains("second");
    }

    @Test
    void clientsDoNotCutEachOtherOff() {
        fence.hello("mine", hello(7, 1));

        assertThat(fence.hello("yours", hello(8, 2))).isEmpty();
    }

    @Test
    void aHelloThatWasOvertakenIsCutOffItself() {
        fence.hello("second", hello(7, 2));

        assertThat(fence.hello("first", hello(7, 1))).contains("first");
        assertThat(fence.hello("another second", hello(7, 2))).contains("another second");
        assertThat(fence.hello("third", hello(7, 3))).contains("second");
    }

    @Test
    void aHelloThatWasOvertakenIsCutOffAlsoWhenTheNewerConnectionIsGone() {
        fence.hello("second", hello(7, 2));
        fence.closed("second");

        assertThat(fence.hello("first", hello(7, 1))).contains("first");
        assertThat(fence.hello("third", hello(7, 3))).isEmpty();
    }

    @Test
    void aHelloTwiceOnOneConnectionHasOneEffect() {
        fence.hello("only", hello(7, 1));

        assertThat(fence.hello("only", hello(7, 1))).isEmpty();
        assertThat(fence.hello("next", hello(7, 2))).contains("only");
    }

    @Test
    void theEndOfAConnectionThatWasCutOffLeavesTheNewerOneInItsPlace() {
        fence.hello("first", hello(7, 1));
        fence.hello("second", hello(7, 2));

        fence.closed("first");

        assertThat(fence.hello("third", hello(7, 3))).contains("second");
    }

    @Test
    void whatIsRememberedOfClientsThatAreGoneIsBounded() {
        for (int client = 0; client <= ClientFence.MOST_GONE; client++) {
            fence.hello("c" + client, hello(client, 5));
            fence.closed("c" + client);
        }

        assertThat(fence.hello("forgotten", hello(0, 1))).isEmpty();
        assertThat(fence.hello("remembered", hello(ClientFence.MOST_GONE, 1))).contains("remembered");
    }

    private static DataRequest.Hello hello(long client, int epoch) {
        return new DataRequest.Hello(client, epoch);
    }
}
