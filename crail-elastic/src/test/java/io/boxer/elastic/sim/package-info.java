// SPDX-License-Identifier: Apache-2.0
/**
 * The production cores of the elastic store in one thread, with one queue of events and one seed: docs/adr/0016-simulation.md.
 * Networks, clocks, disks and deaths are simulated; namenode, datanodes, clients and the codec are the real ones. Every class
 * is confined to the simulation that made it.
 */
@NullMarked
package io.boxer.elastic.sim;

import org.jspecify.annotations.NullMarked;
