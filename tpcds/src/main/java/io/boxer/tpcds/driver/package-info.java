// SPDX-License-Identifier: Apache-2.0
/**
 * The program that runs inside spark-submit. Its class path is Spark's jars and the jar of this module, nothing else;
 * what it says to the outside is {@link io.boxer.tpcds.driver.DriverEvent}.
 */
@NullMarked
package io.boxer.tpcds.driver;

import org.jspecify.annotations.NullMarked;
