// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.store;

import java.io.IOException;
import org.apache.spark.SparkConf;

/** Connects to a store; implementations have a public constructor without arguments. */
public interface ContainerStoreProvider {
    /**
     * Connects to the store that the settings name.
     *
     * @throws IOException if the store does not answer
     */
    ContainerStore connect(SparkConf conf) throws IOException;
}
