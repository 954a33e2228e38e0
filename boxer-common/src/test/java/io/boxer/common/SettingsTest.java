// SPDX-License-Identifier: Apache-2.0
package io.boxer.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {
    private enum Order {
        LEAST_USED,
        RANDOM
    }

    private static final Setting<Duration> INTERVAL =
            Setting.duration("boxer.spot.poll-interval", "5s", "Time between two polls.");
    private static final Setting<Integer> COPIES =
            Setting.integer("boxer.store.copies", 1, "Copies.").where("1 or 2", n -> n == 1 || n == 2);
    private static final Setting<Order> ORDER = Setting.choice("boxer.store.order", Order.LEAST_USED, "Placement.");
    private static final Setting<Boolean> ENCRYPT = Setting.flag("boxer.store.encrypt", false, "Encryption.");
    private static final Setting<String> TOKEN =
            Setting.text("boxer.spot.token", "", "Token.").masked();
    private static final List<Setting<?>> KNOWN = List.of(INTERVAL, COPIES, ORDER, ENCRYPT, TOKEN);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void whatNobodySetIsTheDefault() {
        var settings = Settings.of(Map.of());

        assertThat(settings.get(INTERVAL)).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.get(COPIES)).isEqualTo(1);
        assertThat(settings.get(ORDER)).isEqualTo(Order.LEAST_USED);
        assertThat(settings.get(ENCRYPT)).isFalse();
        assertThat(settings.isGiven(INTERVAL)).isFalse();
    }

    @Test
    void theCommandLineWinsOverTheEnvironmentAndTheEnvironmentOverTheFile() throws IOException {
        var file = Files.writeString(
                directory.resolve("boxer.properties"),
                "boxer.spot.poll-interval=1s\nboxer.store.copies=2\nboxer.store.order=random\n");
        var environment = Map.of("BOXER_SPOT_POLL_INTERVAL", "2s", "BOXER_STORE_COPIES", "1", "HOME", "/");

        var settings = Settings.load(Optional.of(file), environment, Map.of("boxer.spot.poll-interval", "3s"));

        assertThat(settings.get(INTERVAL)).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.get(COPIES)).isEqualTo(1);
        assertThat(settings.get(ORDER)).isEqualTo(Order.RANDOM);
        settings.refuseUnknown(KNOWN);
    }

    @Test
    void aWrongValueIsRefusedWithKeyRuleAndPlace() {
        var settings = Settings.load(
                Optional.empty(),
                Map.of("BOXER_STORE_COPIES", "3"),
                Map.of("boxer.spot.poll-interval", "5", "boxer.store.order", "best", "boxer.store.encrypt", "yes"));

        assertThatThrownBy(() -> settings.get(COPIES))
                .hasMessage("boxer.store.copies: '3' is not 1 or 2; the default is 1"
                        + " (given in the environment, BOXER_STORE_COPIES)");
        assertThatThrownBy(() -> settings.get(INTERVAL))
                .hasMessage("boxer.spot.poll-interval: '5' is not a time; write a whole number with"
                        + " ns, us, ms, s, m, h or d, such as 5s (given in the command line)");
        assertThatThrownBy(() -> settings.get(ORDER))
                .hasMessage("boxer.store.order: 'best' is not one of the words it may be; write least-used, random"
                        + " (given in the command line)");
        assertThatThrownBy(() -> settings.get(ENCRYPT))
                .hasMessage(
                        "boxer.store.encrypt: 'yes' is not a flag; write true or false (given in the command line)");
    }

    @Test
    void anUnknownKeyStopsTheStartAndNamesTheNearest() {
        assertThatThrownBy(() ->
                        Settings.of(Map.of("boxer.spot.pol-interval", "1s")).refuseUnknown(KNOWN))
                .hasMessage("boxer.spot.pol-interval (given in the command line) is not a setting;"
                        + " did you mean boxer.spot.poll-interval? All settings are in docs/configuration.md");
        assertThatThrownBy(() -> Settings.load(Optional.empty(), Map.of("BOXER_QUITE_ELSE", "1"), Map.of())
                        .refuseUnknown(KNOWN))
                .hasMessage("BOXER_QUITE_ELSE (given in the environment, BOXER_QUITE_ELSE) is not a setting;"
                        + " all settings are in docs/configuration.md");
    }

    @Test
    void effectiveValuesNameTheirPlaceAndMaskSecrets() {
        var settings = Settings.of(Map.of("boxer.spot.token", "canary", "boxer.store.copies", "2"));

        assertThat(settings.effective(KNOWN))
                .containsExactly(
                        "boxer.spot.poll-interval=5s",
                        "boxer.spot.token=******** (the command line)",
                        "boxer.store.copies=2 (the command line)",
                        "boxer.store.encrypt=false",
                        "boxer.store.order=least-used");
    }

    @Test
    void aSecretThatCannotBeReadIsNotRepeated() {
        var pin = Setting.integer("boxer.spot.pin", 0, "Pin.").masked();

        assertThatThrownBy(() -> Settings.of(Map.of("boxer.spot.pin", "canary")).get(pin))
                .hasMessage("boxer.spot.pin: not a value of the form 'integer' (given in the command line)")
                .hasNoCause();
    }

    @Test
    void aFileThatIsMissingIsRefused() {
        var file = directory.resolve("absent.properties");

        assertThatThrownBy(() -> Settings.load(Optional.of(file), Map.of(), Map.of()))
                .hasMessage("%s cannot be read (%s); write one key=value a line, in UTF-8", file, file);
    }

    @Test
    void aSettingWhoseDefaultBreaksItsOwnRuleCannotBeDeclared() {
        assertThatThrownBy(() -> COPIES.where("even", n -> n % 2 == 0)).hasMessage("'1' is not even; the default is 1");
        assertThatThrownBy(() -> Setting.text("Boxer.X", "", "meaning"))
                .hasMessage("'Boxer.X' is not a key; write boxer.component.some-name");
    }
}
