// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.admin;

/**
 * An answer that is no JSON.
 *
 * <p>Immutable.
 *
 * @param type such as {@code text/plain; charset=utf-8}; the body is sent in UTF-8
 */
public record Text(String type, String body) {}
