// SPDX-License-Identifier: Apache-2.0
/** What a run leaves behind: {@code report.json}, {@code report.html} and the summary on the terminal, from one value. */
@NullMarked
package io.boxer.tpcds.report;

import org.jspecify.annotations.NullMarked;
