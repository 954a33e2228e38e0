// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.read;

import java.lang.reflect.Constructor;
import org.apache.spark.Aggregator;
import org.apache.spark.InterruptibleIterator;
import org.apache.spark.Partitioner;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.TaskContext;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.util.collection.ExternalSorter;
import scala.Option;
import scala.Product2;
import scala.collection.Iterator;
import scala.math.Ordering;

/**
 * Aggregates and sorts as Spark's own reader does; types of keys and values are unknown here as they are there. The only
 * class that reaches for {@link ExternalSorter}, whose constructor has one more parameter since Spark 4.1. No state.
 */
@SuppressWarnings({"unchecked", "rawtypes"})
final class Combining {
    private Combining() {}

    static <K, C> Iterator<Product2<K, C>> of(
            ShuffleDependency<K, ?, C> dependency, TaskContext context, Iterator<?> records) {
        Iterator interruptible = new InterruptibleIterator(context, records);
        Option<Aggregator> aggregator = (Option) dependency.aggregator();
        if (dependency.keyOrdering().isDefined()) {
            Iterator sorted = sorter(dependency, aggregator, context).insertAllAndUpdateMetrics(interruptible);
            return new InterruptibleIterator(context, sorted);
        }
        if (aggregator.isDefined()) {
            Iterator combined = dependency.mapSideCombine()
                    ? aggregator.get().combineCombinersByKey(interruptible, context)
                    : aggregator.get().combineValuesByKey(interruptible, context);
            return new InterruptibleIterator(context, combined);
        }
        return interruptible;
    }

    private static ExternalSorter sorter(
            ShuffleDependency<?, ?, ?> dependency, Option<Aggregator> aggregator, TaskContext context) {
        Option<Aggregator> merging = aggregator;
        if (aggregator.isDefined() && dependency.mapSideCombine()) {
            Aggregator given = aggregator.get();
            merging = Option.apply(new Aggregator(value -> value, given.mergeCombiners(), given.mergeCombiners()));
        }
        return newSorter(context, merging, (Option) dependency.keyOrdering(), dependency.serializer());
    }

    private static ExternalSorter newSorter(
            TaskContext context, Option<Aggregator> aggregator, Option<Ordering> ordering, Serializer serializer) {
        Option<Partitioner> none = Option.empty();
        for (Constructor<?> constructor : ExternalSorter.class.getConstructors()) {
            Class<?>[] parameters = constructor.getParameterTypes();
            try {
                if (parameters.length == 5) {
                    return (ExternalSorter) constructor.newInstance(context, aggregator, none, ordering, serializer);
                }
                if (parameters.length == 6 && parameters[5].isArray()) {
                    Object noChecksums = java.lang.reflect.Array.newInstance(parameters[5].getComponentType(), 0);
                    return (ExternalSorter)
                            constructor.newInstance(context, aggregator, none, ordering, serializer, noChecksums);
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Spark's ExternalSorter cannot be made", e);
            }
        }
        throw new IllegalStateException("Spark's ExternalSorter has no constructor that this jar knows");
    }
}
