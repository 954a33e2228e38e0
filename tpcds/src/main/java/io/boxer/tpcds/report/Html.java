// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.report;

/** Text into markup. Stateless. */
final class Html {
    private Html() {}

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
