// SPDX-License-Identifier: Apache-2.0
/**
 * The only package that implements Crail's plug-in interfaces and knows its internals. Crail loads {@code ElasticRpc},
 * {@code ElasticTier} and {@code ElasticBufferCache} by name; docs/store.md says how.
 */
@NullMarked
package io.boxer.elastic.crail;

import org.jspecify.annotations.NullMarked;
