// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.report;

import io.boxer.tpcds.report.RunReport.QueryRow;
import io.boxer.tpcds.report.Timeline.Flow;
import io.boxer.tpcds.report.Timeline.Lane;
import io.boxer.tpcds.report.Timeline.Mark;
import io.boxer.tpcds.report.Timeline.Sample;
import io.boxer.tpcds.report.Timeline.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The picture of a run: time to the right, a lane per node coloured by its state, notices and deaths as marks, bytes that
 * move as ribbons between lanes, the bytes stored above, the queries below. Colours are CSS classes of the page. Immutable.
 */
final class PictureSvg {
    private static final double WIDTH = 1000;
    private static final double LEFT = 92;
    private static final double RIGHT = 990;
    private static final double AREA_TOP = 8;
    private static final double AREA_HEIGHT = 56;
    private static final double LANES_TOP = 78;
    private static final double LANE = 24;
    private static final double BAR = 12;
    private static final double WIDEST_RIBBON = 9;

    private final Timeline timeline;
    private final List<QueryRow> queries;
    private final double start;
    private final double end;
    private final StringBuilder svg = new StringBuilder(1 << 14);

    private PictureSvg(Timeline timeline, List<QueryRow> queries) {
        this.timeline = timeline;
        this.queries = queries;
        this.start = Math.min(
                0,
                timeline.nodes().stream()
                        .flatMap(lane -> lane.states().stream())
                        .mapToDouble(Span::fromSeconds)
                        .min()
                        .orElse(0));
        this.end = Math.max(
                1,
                Math.max(
                        timeline.endSeconds(),
                        queries.stream().mapToDouble(QueryRow::endSeconds).max().orElse(0)));
    }

    static String of(Timeline timeline, List<QueryRow> queries) {
        return new PictureSvg(timeline, queries).draw();
    }

    private String draw() {
        double height = queriesTop() + 52;
        add(
                "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"Nodes, data and queries over time\">",
                WIDTH, height);
        axis();
        storedBytes();
        for (int i = 0; i < timeline.nodes().size(); i++) {
            lane(timeline.nodes().get(i), laneTop(i));
        }
        timeline.flows().forEach(this::ribbon);
        timeline.marks().forEach(this::mark);
        queryLane();
        return svg.append("</svg>").toString();
    }

    private void axis() {
        double bottom = queriesTop() + 26;
        double step = step(end - start);
        for (double t = Math.ceil(start / step) * step; t <= end; t += step) {
            add(
                    "<line class=\"grid\" x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$.1f\" y2=\"%3$.1f\"/>",
                    x(t), AREA_TOP, bottom);
            add("<text class=\"tick\" x=\"%.1f\" y=\"%.1f\">%s</text>", x(t), bottom + 16, clock(t));
        }
    }

    private void storedBytes() {
        long peak = timeline.bytes().stream().mapToLong(Sample::bytes).max().orElse(0);
        if (peak == 0) {
            return;
        }
        double bottom = AREA_TOP + AREA_HEIGHT;
        List<String> points = new ArrayList<>();
        for (Sample sample : timeline.bytes()) {
            points.add(String.format(
                    Locale.ROOT,
                    "%.1f,%.1f",
                    x(sample.atSeconds()),
                    bottom - AREA_HEIGHT * sample.bytes() / (double) peak));
        }
        double first = x(timeline.bytes().get(0).atSeconds());
        double last = x(timeline.bytes().get(timeline.bytes().size() - 1).atSeconds());
        add(
                "<polygon class=\"stored\" points=\"%.1f,%.1f %s %.1f,%.1f\"><title>stored in all</title></polygon>",
                first, bottom, String.join(" ", points), last, bottom);
        add("<text class=\"name\" x=\"0\" y=\"%.1f\">in the store</text>", AREA_TOP + 24);
        add("<text class=\"small\" x=\"0\" y=\"%.1f\">peak %s</text>", AREA_TOP + 40, Bytes.text(peak));
    }

    private void lane(Lane lane, double top) {
        add("<text class=\"name\" x=\"0\" y=\"%.1f\">%s</text>", top + BAR - 1, Html.escape(lane.node()));
        for (Span span : lane.states()) {
            add(
                    "<rect class=\"s %s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.0f\" rx=\"2\"><title>%s</title></rect>",
                    span.state().toLowerCase(Locale.ROOT),
                    x(span.fromSeconds()),
                    top,
                    Math.max(1, x(span.toSeconds()) - x(span.fromSeconds())),
                    BAR,
                    Html.escape("%s %s, %s to %s (%s)"
                            .formatted(
                                    lane.node(),
                                    span.state(),
                                    clock(span.fromSeconds()),
                                    clock(span.toSeconds()),
                                    lane.pool())));
        }
    }

    private void ribbon(Flow flow) {
        int from = laneOf(flow.from());
        int to = laneOf(flow.to());
        if (from < 0 || to < 0) {
            return;
        }
        long most = timeline.flows().stream().mapToLong(Flow::bytes).max().orElse(1);
        double x1 = x(flow.fromSeconds());
        double x2 = Math.max(x1 + 10, x(flow.toSeconds()));
        double middle = (x1 + x2) / 2;
        double y1 = laneTop(from) + BAR / 2;
        double y2 = laneTop(to) + BAR / 2;
        add(
                "<path class=\"flow\" stroke-width=\"%.1f\" d=\"M%.1f %.1f C%.1f %.1f %.1f %.1f %.1f %.1f\"><title>%s</title></path>",
                Math.max(1.2, WIDEST_RIBBON * flow.bytes() / most),
                x1,
                y1,
                middle,
                y1,
                middle,
                y2,
                x2,
                y2,
                Html.escape("%s from %s to %s".formatted(Bytes.text(flow.bytes()), flow.from(), flow.to())));
    }

    private void mark(Mark mark) {
        int lane = laneOf(mark.node());
        if (lane < 0) {
            return;
        }
        double at = x(mark.atSeconds());
        double y = laneTop(lane) + BAR / 2;
        String shape = mark.kind().equals("kill")
                ? "M-6 -6 L6 6 M6 -6 L-6 6"
                : mark.kind().equals("rebalance") ? "M0 -7 L7 0 L0 7 L-7 0 Z" : "M0 -8 L8 7 L-8 7 Z";
        add(
                "<path class=\"mark %s\" transform=\"translate(%.1f %.1f)\" d=\"%s\"><title>%s</title></path>",
                mark.kind(), at, y, shape, Html.escape(clock(mark.atSeconds()) + " " + mark.text()));
    }

    private void queryLane() {
        double top = queriesTop();
        add("<text class=\"name\" x=\"0\" y=\"%.1f\">queries</text>", top + 14);
        for (QueryRow query : queries) {
            double from = x(query.startSeconds());
            double width = Math.max(1, x(query.endSeconds()) - from - 1);
            add(
                    "<rect class=\"q %s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"20\" rx=\"2\"><title>%s</title></rect>",
                    query.verified() ? "good" : "bad",
                    from,
                    top,
                    width,
                    Html.escape("%s, %.1f s, %d rows".formatted(query.name(), query.seconds(), query.rows())));
            if (width > 7 * query.name().length()) {
                add(
                        "<text class=\"qname\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                        from + width / 2, top + 14, Html.escape(query.name()));
            }
        }
    }

    private int laneOf(String node) {
        return timeline.nodes().stream()
                .map(Lane::node)
                .collect(Collectors.toList())
                .indexOf(node);
    }

    private static double laneTop(int lane) {
        return LANES_TOP + lane * LANE;
    }

    private double queriesTop() {
        return laneTop(timeline.nodes().size()) + 6;
    }

    private double x(double seconds) {
        double within = Math.max(start, Math.min(end, seconds));
        return LEFT + (RIGHT - LEFT) * (within - start) / (end - start);
    }

    /** About ten ticks, at round times. */
    private static double step(double seconds) {
        double[] steps = {1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 3600, 7200};
        for (double step : steps) {
            if (seconds / step <= 12) {
                return step;
            }
        }
        return 14400;
    }

    private static String clock(double seconds) {
        long whole = Math.round(Math.abs(seconds));
        return "%s%d:%02d".formatted(seconds < -0.5 ? "−" : "", whole / 60, whole % 60);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
