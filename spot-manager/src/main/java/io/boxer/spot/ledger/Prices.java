// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prices of some instance types in one region, Linux, and where they are from. Immutable.
 *
 * @param sources one line for the on-demand prices, one for the savings
 */
public record Prices(String region, List<String> sources, Map<String, Price> types) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public Prices {
        sources = List.copyOf(sources);
        types = Map.copyOf(types);
    }

    /** The small table that is shipped. */
    public static Prices shipped() {
        try (InputStream table = Prices.class.getResourceAsStream("prices.json")) {
            if (table == null) {
                throw BoxerException.bug("the resource prices.json is not on the class path");
            }
            JsonNode json = JSON.readTree(table);
            Map<String, Price> types = new TreeMap<>();
            json.path("types").properties().forEach(entry -> {
                JsonNode type = entry.getValue();
                double onDemand = type.path("onDemandUsdPerHour").asDouble();
                int saving = type.path("savingPercent").asInt(-1);
                types.put(entry.getKey(), new Price(entry.getKey(), onDemand, saving));
            });
            List<String> sources = List.of(
                    json.path("onDemandSource").asText(),
                    json.path("savingSource").asText());
            return new Prices(json.path("region").asText(), sources, types);
        } catch (IOException e) {
            throw new BoxerException(ErrorCode.BUG, "the resource prices.json cannot be read", e);
        }
    }

    /**
     * The same on-demand prices with the savings of a spot advisor file, {@code {"spot_advisor": {REGION: {"Linux": {TYPE: {"s": percent,
     * "r": class}}}}}}. Types that the file does not have keep their saving.
     *
     * @throws BoxerException USER if the file is not such a file
     */
    public Prices withAdvisor(Path file) {
        JsonNode linux;
        try {
            linux = JSON.readTree(file.toFile())
                    .path("spot_advisor")
                    .path(region)
                    .path("Linux");
        } catch (IOException e) {
            throw new BoxerException(
                    ErrorCode.USER, "spot-advisor=" + file + " cannot be read as JSON; name a spot advisor file", e);
        }
        if (linux.isEmpty()) {
            throw BoxerException.user(
                    "spot-advisor=%s has no spot_advisor.%s.Linux; name a spot advisor file", file, region);
        }
        Map<String, Price> changed = new TreeMap<>(types);
        changed.replaceAll((type, price) -> {
            int saving = linux.path(type).path("s").asInt(price.savingPercent());
            return new Price(type, price.onDemandUsdPerHour(), saving);
        });
        List<String> changedSources = new ArrayList<>(sources);
        changedSources.set(1, "spot: average saving over on-demand by the spot advisor file " + file.getFileName());
        return new Prices(region, changedSources, changed);
    }

    /**
     * The price of one type.
     *
     * @throws BoxerException USER if the table does not have the type
     */
    public Price of(String instanceType) {
        Price price = types.get(instanceType);
        if (price == null) {
            throw BoxerException.user(
                    "instanceType=%s has no price here (there are: %s); use one of these in the pool's name",
                    instanceType, String.join(", ", new TreeMap<>(types).keySet()));
        }
        return price;
    }
}
