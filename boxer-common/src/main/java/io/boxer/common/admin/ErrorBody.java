// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.admin;

/** What a refused call gets: {@code {"error": {"code": "USER", "message": "…"}}}. */
record ErrorBody(Detail error) {
    record Detail(String code, String message) {}

    static ErrorBody of(String code, String message) {
        return new ErrorBody(new Detail(code, message));
    }
}
