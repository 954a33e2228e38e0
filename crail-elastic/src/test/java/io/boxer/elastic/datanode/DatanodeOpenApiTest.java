// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DatanodeOpenApiTest {
    private static final Pattern PROPERTY = Pattern.compile("^ {8}(\\w+): \\{type", Pattern.MULTILINE);

    @Test
    void docsDescribeTheFieldsOfTheStatusInTheirOrder() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "openapi", "datanode.yaml"));

        List<String> described = PROPERTY.matcher(page)
                .results()
                .map((MatchResult field) -> field.group(1))
                .toList();

        assertThat(described)
                .isEqualTo(Arrays.stream(DatanodeStatus.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }
}
