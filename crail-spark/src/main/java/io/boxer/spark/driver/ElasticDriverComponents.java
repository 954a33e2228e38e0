// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.driver;

import io.boxer.spark.ElasticShuffleManager;
import io.boxer.spark.ShuffleSettings;
import io.boxer.spark.Stores;
import io.boxer.spark.store.ContainerStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.spark.MapOutputTrackerMaster;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.shuffle.api.ShuffleDriverComponents;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and ends the driver's part. Confined to Spark's calls, which do not overlap, except {@link #removeShuffle}, which
 * is thread-safe and never throws.
 */
public final class ElasticDriverComponents implements ShuffleDriverComponents {
    private static final Logger LOG = LoggerFactory.getLogger(ElasticDriverComponents.class);
    private static final int RENEWALS_IN_LEASE = 4;

    private final SparkConf conf;
    private @Nullable Running running;

    private record Running(
            ContainerStore store, DriverShuffle shuffle, DriverTimer timer, RpcEndpointRef endpoint, SparkEnv env) {}

    public ElasticDriverComponents(SparkConf conf) {
        this.conf = conf;
    }

    /** Connects to the store, so that a wrong address fails here and not in the first map task. */
    @Override
    public Map<String, String> initializeApplication() {
        SparkEnv env = SparkEnv.get();
        ElasticShuffleManager manager = ElasticShuffleManager.of(env);
        ShuffleSettings settings = ShuffleSettings.from(conf);
        String directory = settings.root() + "/" + conf.get("spark.app.id", "application") + "-"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        DriverTimer timer = new DriverTimer();
        ContainerStore store;
        DriverShuffle shuffle;
        try {
            store = Stores.connect(conf, settings);
            shuffle = new DriverShuffle(
                    store, directory, settings, new MapOutputs((MapOutputTrackerMaster) env.mapOutputTracker()), timer);
            shuffle.open();
        } catch (IOException e) {
            timer.close();
            throw Stores.unreachable(conf, e);
        }
        RpcEndpointRef endpoint = env.rpcEnv()
                .setupEndpoint(DriverLink.ENDPOINT, new DriverEndpoint(env.rpcEnv(), timer, shuffle::answer));
        timer.every(settings.lossPoll(), shuffle::handleLosses);
        timer.every(settings.lease().dividedBy(RENEWALS_IN_LEASE), shuffle::renewLease);
        running = new Running(store, shuffle, timer, endpoint, env);
        manager.serve(shuffle);
        askForListeners(settings);
        LOG.info("directory={} holds this application's shuffles", directory);
        return Map.of("boxer.directory", directory);
    }

    /** Spark makes listeners from its settings after this; asked for here, users need not name them. */
    private void askForListeners(ShuffleSettings settings) {
        append("spark.extraListeners", ApplicationListener.class.getName());
        if (settings.cleanAtQueryEnd()) {
            append("spark.sql.queryExecutionListeners", "io.boxer.spark.driver.QueryEndListener");
        }
    }

    private void append(String key, String className) {
        String list = conf.get(key, "");
        if (!Arrays.asList(list.split(",", -1)).contains(className)) {
            conf.set(key, list.isEmpty() ? className : list + "," + className);
        }
    }

    @Override
    public void cleanupApplication() {
        Running ending = running;
        running = null;
        if (ending != null) {
            ending.shuffle().end();
            ending.shuffle().metrics().hide(ending.env().metricsSystem());
            ending.env().rpcEnv().stop(ending.endpoint());
            ending.timer().close();
            ending.store().close();
        }
    }

    /** Also for shuffles that nobody knows, and twice: at a query's end, and when the driver collects garbage. */
    @Override
    public void removeShuffle(int shuffleId, boolean blocking) {
        Running current = running;
        if (current == null) {
            return;
        }
        current.shuffle().release(shuffleId);
        try {
            // else the executors never forget it
            current.env().blockManager().master().removeShuffle(shuffleId, blocking);
        } catch (Exception e) {
            LOG.warn("shuffle={} not forgotten by all executors: {}", shuffleId, e.toString());
        }
    }

    @Override
    public boolean supportsReliableStorage() {
        return true;
    }
}
