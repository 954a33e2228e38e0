// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.driver;

import io.boxer.spark.ElasticShuffleManager;
import java.util.HashSet;
import java.util.Set;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.exchange.ShuffleExchangeLike;
import org.apache.spark.sql.util.QueryExecutionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.Iterator;

/**
 * Made by Spark for each session; says which shuffles a query used when it ends. Spark's own clean-up at a query's end
 * does not see queries that are given as text. Thread-safe.
 */
public final class QueryEndListener implements QueryExecutionListener {
    private static final Logger LOG = LoggerFactory.getLogger(QueryEndListener.class);

    @Override
    public void onSuccess(String action, QueryExecution query, long nanos) {
        ended(query);
    }

    @Override
    public void onFailure(String action, QueryExecution query, Exception failure) {
        ended(query);
    }

    private static void ended(QueryExecution query) {
        Set<Integer> shuffles = new HashSet<>();
        try {
            collect(query.executedPlan(), shuffles);
        } catch (RuntimeException e) {
            // a query that failed to plan has no shuffles
            LOG.debug("no plan to clean up after", e);
        }
        ElasticShuffleManager.of(SparkEnv.get()).driver().ifPresent(driver -> driver.queryEnded(shuffles));
    }

    private static void collect(SparkPlan plan, Set<Integer> shuffles) {
        if (plan instanceof AdaptiveSparkPlanExec adaptive) {
            // one context for the query and its sub-queries
            adaptive.context().shuffleIds().keySet().forEach(id -> shuffles.add((Integer) id));
            return;
        }
        if (plan instanceof ShuffleExchangeLike exchange) {
            shuffles.add(exchange.shuffleId());
        }
        Iterator<SparkPlan> below = plan.children().iterator();
        while (below.hasNext()) {
            collect(below.next(), shuffles);
        }
        Iterator<SparkPlan> subqueries = plan.subqueries().iterator();
        while (subqueries.hasNext()) {
            collect(subqueries.next(), shuffles);
        }
    }
}
