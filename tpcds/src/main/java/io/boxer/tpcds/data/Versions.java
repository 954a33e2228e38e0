// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.data;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * What makes the data, as Maven coordinates; the build writes them into a resource. Immutable.
 *
 * @param layout counts our own changes of what the files hold (types, column names, file names)
 */
record Versions(String generator, String writer, int layout) {
    private static final int LAYOUT = 1;
    private static final String RESOURCE = "/io/boxer/tpcds/versions.properties";

    static Versions current() {
        Properties properties = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw BoxerException.bug("%s is not in the jar; build the module tpcds again", RESOURCE);
            }
            properties.load(in);
        } catch (IOException e) {
            throw new BoxerException(ErrorCode.BUG, RESOURCE + " cannot be read; build the module tpcds again", e);
        }
        return new Versions(properties.getProperty("generator", ""), properties.getProperty("writer", ""), LAYOUT);
    }

    /** Names the directory of a data set, so that other versions do not find it: {@code sf1-1.4-1.4.4.0-1}. */
    String directoryName(ScaleFactor scale) {
        return "sf" + scale + "-" + lastPart(generator) + "-" + lastPart(writer) + "-" + layout;
    }

    private static String lastPart(String coordinates) {
        return coordinates.substring(coordinates.lastIndexOf(':') + 1);
    }
}
