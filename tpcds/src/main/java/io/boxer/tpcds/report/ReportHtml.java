// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.boxer.tpcds.report.RunReport.Preemption;
import io.boxer.tpcds.report.RunReport.QueryRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The report as one page that needs no network: the verdict, the picture, the tables, and behind each figure its
 * arithmetic. Immutable.
 */
final class ReportHtml {
    private final RunReport run;
    private final StringBuilder body = new StringBuilder(1 << 15);

    private ReportHtml(RunReport run) {
        this.run = run;
    }

    static String of(RunReport run) {
        return template().replace("{{body}}", new ReportHtml(run).body());
    }

    private String body() {
        verdict();
        figures();
        body.append(PictureSvg.of(run.timeline(), run.queries()));
        key();
        queries();
        preemptions();
        cost();
        arithmetic();
        machine();
        return body.toString();
    }

    private void verdict() {
        add("<h1 class=\"%s\">%s</h1>", run.ok() ? "good" : "bad", Html.escape(Verdict.of(run)));
        add(
                "<p class=\"dim\">Derived from TPC-DS, not comparable to published TPC-DS results · scale %s · shuffle: %s · seed %d · Spark %s</p>",
                trim(run.scale()),
                run.shuffle(),
                run.seed(),
                Html.escape(run.spark().version()));
        if (!run.failure().isEmpty()) {
            add("<p>%s</p>", Html.escape(run.failure()));
        }
    }

    private void figures() {
        long moved =
                run.preemptions().stream().mapToLong(Preemption::bytesMoved).sum();
        long lost = run.preemptions("notice").stream()
                .mapToLong(Preemption::bytesLost)
                .sum();
        body.append("<div class=\"figures\">");
        figure("%d of %d".formatted(run.verified(), run.queries().size()), "answers verified");
        figure(number("%.0f s", run.time().seconds()), "all queries");
        figure(Bytes.text(moved), "moved before nodes left");
        figure(Bytes.text(lost), "lost on nodes with notice");
        figure(number("%.0f %%", run.cost().savingPercent()), "less than all on-demand");
        body.append("</div>\n");
    }

    private void figure(String value, String meaning) {
        add("<div><b>%s</b>%s</div>", Html.escape(value), meaning);
    }

    private void key() {
        body.append("<p class=\"key\">");
        swatch("active", "serves");
        swatch("joining", "joins");
        swatch("draining", "told to go, draining");
        swatch("drained", "drained");
        swatch("dead", "gone");
        swatch("flow", "bytes moving");
        add("<span>▲ notice</span><span>◆ rebalance recommendation</span><span>✕ killed without notice</span></p>");
    }

    private void swatch(String colour, String meaning) {
        add("<span><i style=\"background:var(--%s)\"></i>%s</span>", colour, meaning);
    }

    private void queries() {
        add(
                "<h2>Queries</h2><div class=\"wide\"><table><tr><th>query</th><th class=\"n\">seconds</th><th class=\"n\">rows</th><th>answer</th><th>rule</th></tr>");
        for (QueryRow query : run.queries()) {
            add(
                    "<tr><td>%s</td><td class=\"n\">%s</td><td class=\"n\">%d</td><td class=\"%s\">%s</td><td>%s</td></tr>",
                    Html.escape(query.name()),
                    number("%.1f", query.seconds()),
                    query.rows(),
                    query.verified() ? "good" : "bad",
                    query.verified() ? "verified" : Html.escape(query.error()),
                    Html.escape(query.rule()));
        }
        add("</table></div>");
    }

    private void preemptions() {
        if (run.preemptions().isEmpty()) {
            add("<h2>Interruptions</h2><p>None in this run.</p>");
            return;
        }
        add(
                "<h2>Interruptions</h2><div class=\"wide\"><table><tr><th>at</th><th>node</th><th>kind</th><th class=\"n\">notice</th><th class=\"n\">on the node</th><th class=\"n\">moved</th><th class=\"n\">lost</th><th class=\"n\">drain</th><th class=\"n\">longest read</th><th class=\"n\">longest write</th><th>went to</th></tr>");
        for (Preemption one : run.preemptions()) {
            add(
                    "<tr><td>%s</td><td>%s</td><td>%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td>%s</td></tr>",
                    number("%.1f s", one.atSeconds()),
                    Html.escape(one.node()),
                    one.kind(),
                    one.noticeSeconds() > 0 ? number("%.0f s", one.noticeSeconds()) : "none",
                    "%s in %d blocks".formatted(Bytes.text(one.bytesAtNotice()), one.blocksAtNotice()),
                    Bytes.text(one.bytesMoved()),
                    one.bytesLost() == 0 ? "0" : Bytes.text(one.bytesLost()) + " in " + one.blocksLost() + " blocks",
                    one.drainSeconds() > 0 ? number("%.2f s", one.drainSeconds()) : "–",
                    milliseconds(one.longestReadMillis()),
                    milliseconds(one.longestWriteMillis()),
                    Html.escape(targets(one.targets())));
        }
        add("</table></div>");
    }

    private static String milliseconds(long millis) {
        return millis < 0 ? "–" : millis + " ms";
    }

    private static String targets(Map<String, Long> targets) {
        return new TreeMap<>(targets)
                .entrySet().stream()
                        .map(target -> target.getKey() + " " + Bytes.text(target.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private void cost() {
        add(
                "<h2>Cost of the store's nodes</h2><p>%s on spot and a stable floor, %s all on-demand: %s less.</p>",
                number("$%.4f", run.cost().spotUsd()),
                number("$%.4f", run.cost().onDemandUsd()),
                number("%.0f %%", run.cost().savingPercent()));
        details("its arithmetic", run.cost().basis());
    }

    private void arithmetic() {
        add("<h2>How the other figures come about</h2>");
        details("time", Figures.time(run));
        details("bytes", Figures.bytes(run));
        details("Spark", Figures.spark(run));
        details("verification", Figures.verification());
    }

    private void details(String name, List<String> lines) {
        add(
                "<details><summary>%s</summary>%s</details>",
                name,
                lines.stream().map(line -> "<p>" + Html.escape(line) + "</p>").collect(Collectors.joining()));
    }

    private void machine() {
        add(
                "<p class=\"dim\" style=\"margin-top:22px\">%s</p>",
                new TreeMap<>(run.machine())
                        .entrySet().stream()
                                .map(entry -> Html.escape(entry.getKey() + " " + entry.getValue()))
                                .collect(Collectors.joining(" · ")));
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    static String trim(double scale) {
        return scale == Math.rint(scale) ? Long.toString((long) scale) : Double.toString(scale);
    }

    private void add(String format, Object... values) {
        body.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String template() {
        try (InputStream in = ReportHtml.class.getResourceAsStream("report.html")) {
            if (in == null) {
                throw new IllegalStateException("report.html is not in the jar: the build is broken");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
