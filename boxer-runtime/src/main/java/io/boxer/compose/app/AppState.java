// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.app;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.boxer.common.HostPort;
import io.boxer.common.process.ProcessId;
import io.boxer.common.process.RunId;

/**
 * What is written down about an application, so that other commands find it. Immutable.
 *
 * @param pid of its daemon
 * @param startTicks with the pid it names one process since boot
 * @param admin HOST:PORT of its admin API
 * @param run mark on the command line of every process that belongs to it
 * @param file boxer.yaml it was last brought up with
 * @param keyFile of the cluster
 */
public record AppState(String name, long pid, long startTicks, String admin, String run, String file, String keyFile) {
    @JsonIgnore
    public ProcessId process() {
        return new ProcessId(pid, startTicks);
    }

    @JsonIgnore
    public boolean isAlive() {
        return process().lives();
    }

    @JsonIgnore
    public HostPort adminAddress() {
        return HostPort.parse(admin);
    }

    @JsonIgnore
    public RunId runId() {
        return new RunId(run);
    }
}
