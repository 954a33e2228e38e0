// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.verify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The largest one-to-one pairing of Spark's rows with reference rows: how two multisets are compared when cells may
 * differ within a tolerance. Immutable.
 *
 * @param spark rows of Spark without a partner
 * @param reference rows of the reference without a partner
 * @param allEqual no pair needed a tolerance
 */
record Pairing(List<Row> spark, List<Row> reference, boolean allEqual) {
    Pairing {
        spark = List.copyOf(spark);
        reference = List.copyOf(reference);
    }

    boolean complete() {
        return spark.isEmpty() && reference.isEmpty();
    }

    private record Bucket(List<Row> spark, List<Row> reference) {
        Bucket() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    static Pairing of(RowRule rule, List<Row> spark, List<Row> reference) {
        Map<List<Cell>, Bucket> buckets = new LinkedHashMap<>();
        spark.forEach(row -> bucket(buckets, rule.key(row)).spark().add(row));
        reference.forEach(row -> bucket(buckets, rule.key(row)).reference().add(row));
        List<Row> lonelySpark = new ArrayList<>();
        List<Row> lonelyReference = new ArrayList<>();
        boolean allEqual = true;
        for (Bucket bucket : buckets.values()) {
            Pairing pairing = ofOneKey(rule, bucket);
            lonelySpark.addAll(pairing.spark());
            lonelyReference.addAll(pairing.reference());
            allEqual &= pairing.allEqual();
        }
        return new Pairing(lonelySpark, lonelyReference, allEqual);
    }

    private static Bucket bucket(Map<List<Cell>, Bucket> buckets, List<Cell> key) {
        return buckets.computeIfAbsent(key, unused -> new Bucket());
    }

    private static Pairing ofOneKey(RowRule rule, Bucket bucket) {
        List<Row> spark = bucket.spark();
        List<Row> reference = bucket.reference();
        if (rule.exact()) {
            int pairs = Math.min(spark.size(), reference.size());
            return new Pairing(spark.subList(pairs, spark.size()), reference.subList(pairs, reference.size()), true);
        }
        spark.sort(rule::compareInexact);
        reference.sort(rule::compareInexact);
        return largest(rule, spark, reference);
    }

    /** Augmenting paths; both lists are sorted alike, so nearly every row finds its partner at its own place. */
    private static Pairing largest(RowRule rule, List<Row> spark, List<Row> reference) {
        int[] partnerOfReference = new int[reference.size()];
        Arrays.fill(partnerOfReference, -1);
        List<Row> lonelySpark = new ArrayList<>();
        for (int i = 0; i < spark.size(); i++) {
            if (i < reference.size() && partnerOfReference[i] < 0 && rule.matches(spark.get(i), reference.get(i))) {
                partnerOfReference[i] = i;
            } else if (!augment(rule, spark, reference, partnerOfReference, i)) {
                lonelySpark.add(spark.get(i));
            }
        }
        List<Row> lonelyReference = new ArrayList<>();
        boolean allEqual = true;
        for (int j = 0; j < partnerOfReference.length; j++) {
            if (partnerOfReference[j] < 0) {
                lonelyReference.add(reference.get(j));
            } else {
                allEqual &= rule.compare(spark.get(partnerOfReference[j]), reference.get(j)) == CellRule.Match.EQUAL;
            }
        }
        return new Pairing(lonelySpark, lonelyReference, allEqual);
    }

    /** Breadth first: finds a reference row without a partner, and moves partners along the way to it. */
    private static boolean augment(RowRule rule, List<Row> spark, List<Row> reference, int[] partner, int start) {
        int[] cameFrom = new int[partner.length];
        Arrays.fill(cameFrom, -1);
        Deque<Integer> sparkRows = new ArrayDeque<>(List.of(start));
        while (!sparkRows.isEmpty()) {
            int i = sparkRows.remove();
            for (int j = 0; j < partner.length; j++) {
                if (cameFrom[j] >= 0 || !rule.matches(spark.get(i), reference.get(j))) {
                    continue;
                }
                cameFrom[j] = i;
                if (partner[j] < 0) {
                    moveAlong(cameFrom, partner, start, j);
                    return true;
                }
                sparkRows.add(partner[j]);
            }
        }
        return false;
    }

    private static void moveAlong(int[] cameFrom, int[] partner, int start, int end) {
        int j = end;
        while (true) {
            int i = cameFrom[j];
            int before = indexOf(partner, i);
            partner[j] = i;
            if (i == start) {
                return;
            }
            j = before;
        }
    }

    private static int indexOf(int[] partner, int sparkRow) {
        for (int j = 0; j < partner.length; j++) {
            if (partner[j] == sparkRow) {
                return j;
            }
        }
        return -1;
    }
}
