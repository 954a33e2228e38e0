// SPDX-License-Identifier: Apache-2.0
package io.boxer.compat;

/** What a finding means for a program that is to be a node. */
public enum Weight {
    /** These calls are on the host's network under the preload library. */
    BYPASS,
    /** This part of the program does not work in an overlay. */
    LIMIT,
    /** Good to know; programs usually do without. */
    REMARK
}
