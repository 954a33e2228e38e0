// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.boxer.cluster.status.StoreStatus;
import io.boxer.common.BoxerException;
import io.boxer.common.admin.AdminClient;
import io.boxer.common.process.DaemonProcess;
import io.boxer.tpcds.driver.DriverEvent;
import io.boxer.tpcds.report.Cost;
import io.boxer.tpcds.report.RunReport;
import io.boxer.tpcds.report.RunReport.StoreFigures;
import io.boxer.tpcds.report.RunReport.Times;
import io.boxer.tpcds.report.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts the report together when the queries are over and the store still answers. Confined to the thread of the run. */
final class ReportBuilder {
    private final RunOptions options;
    private final Phases phases;
    private final QueryLog queries;
    private final Map<String, String> environment;

    ReportBuilder(RunOptions options, Phases phases, QueryLog queries, Map<String, String> environment) {
        this.options = options;
        this.phases = phases;
        this.queries = queries;
        this.environment = environment;
    }

    /**
     * The report.
     *
     * @param watch empty when there was no store
     * @param spotManager whose ledger has the cost
     */
    RunReport build(DaemonProcess driver, Optional<Watch> watch, Optional<AdminClient> spotManager) {
        double end = queries.totalSeconds();
        return new RunReport(
                queries.isComplete(),
                Double.parseDouble(options.scale().toString()),
                options.seed(),
                options.store() ? "store" : "spark",
                failure(driver),
                queries.rows(),
                queries.withWaits(watch.map(Watch::preemptions).orElse(List.of())),
                queries.spark(),
                watch.flatMap(Watch::last).map(this::store).orElse(new StoreFigures(0, 0, 0, 0, 0, 0, true)),
                new Times(end, phases.start(), phases.dataSeconds()),
                spotManager.map(ReportBuilder::cost).orElse(Cost.none("no store, so no nodes of it")),
                watch.map(one -> one.timeline(Math.max(end, 1))).orElse(Timeline.empty()),
                machine());
    }

    private String failure(DaemonProcess driver) {
        if (queries.rows().size() == options.queries().queries().size()) {
            return "";
        }
        return "the driver program ended with exit code %d after %d of %d queries; its log: %s"
                .formatted(
                        driver.process().exitValue(),
                        queries.rows().size(),
                        options.queries().queries().size(),
                        driver.log());
    }

    /** Redirects and retries are counted by the clients in the executors; a driver that died has not told them. */
    private StoreFigures store(StoreStatus status) {
        return new StoreFigures(
                status.bytesWritten(),
                queries.bytesRead(),
                status.files(),
                status.peakBytes(),
                queries.store().map(DriverEvent.Store::redirects).orElse(RunReport.NOT_KNOWN),
                queries.store().map(DriverEvent.Store::retries).orElse(RunReport.NOT_KNOWN),
                queries.store().map(DriverEvent.Store::complete).orElse(false));
    }

    private static Cost cost(AdminClient spotManager) {
        try {
            JsonNode ledger = spotManager.get("/v1/ledger", JsonNode.class).path("cost");
            List<String> basis = new ArrayList<>();
            ledger.path("basis").forEach(line -> basis.add(line.asText()));
            return new Cost(
                    ledger.path("onDemandUsd").asDouble(),
                    ledger.path("spotUsd").asDouble(),
                    ledger.path("savingPercent").asDouble(),
                    basis);
        } catch (BoxerException e) {
            return Cost.none("the spot manager's ledger could not be read: " + e.getMessage());
        }
    }

    private Map<String, String> machine() {
        return Map.of(
                "cores", Integer.toString(Runtime.getRuntime().availableProcessors()),
                "Java", Runtime.version().toString(),
                "interruptions", options.interruptions(),
                "queries", options.queries().name(),
                "kernel", System.getProperty("os.version"),
                "language", environment.getOrDefault("LANG", "C"));
    }
}
