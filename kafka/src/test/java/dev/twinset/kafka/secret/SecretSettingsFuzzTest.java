package dev.twinset.kafka.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.console.fuzz.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever settings are given: Kafka's clients get them as they were meant, or each fault is one sentence. */
final class SecretSettingsFuzzTest {
    private static final String JAAS = "sasl.jaas.config";
    private static final String CANARY = "canary-7f3a";

    @Test
    void anyLoginReachesKafkaAsItIs() throws InterruptedException {
        Fuzz.of("user\npass\\\"word", "w 1\n\u00fc\u00f1\u20ac';")
                .tokens(
                        "\\",
                        "\"",
                        "'",
                        ";",
                        "=",
                        " ",
                        "\n",
                        "\r",
                        "\t",
                        "\u0000",
                        "\\n",
                        "\\u0041",
                        "//",
                        "/*",
                        "\ud83d\ude00")
                .run(text -> {
                    String both = new String(text, UTF_8);
                    int end = Math.max(0, both.indexOf('\n'));
                    Map<String, String> given = Map.of(
                            "sasl.mechanism", "PLAIN",
                            "sasl.username", both.substring(0, end),
                            "sasl.password", both.substring(end));
                    List<String> faults = new ArrayList<>();
                    String entry =
                            SecretSettings.resolve(given, "kafka.", faults::add).getOrDefault(JAAS, "");
                    assertThat(faults).isEmpty();
                    Map<String, ?> login = JaasContext.loadClientContext(Map.of(JAAS, new Password(entry)))
                            .configurationEntries()
                            .get(0)
                            .getOptions();
                    assertThat(login.get("username")).isEqualTo(both.substring(0, end));
                    assertThat(login.get("password")).isEqualTo(both.substring(end));
                });
    }

    @Test
    void settingsAreResolvedOrEachFaultIsOneSentenceWithoutASecret(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path secret = Files.writeString(folder.resolve("key"), CANARY);
        Fuzz.of(
                        "sasl.mechanism=SCRAM-SHA-512\nsasl.username=w\nssl.key.password.file=" + secret,
                        "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=\"w\""
                                + " password=\"p\";")
                .tokens(
                        "\n",
                        "=",
                        ".file=",
                        "\"",
                        ";",
                        "${",
                        "required",
                        "\u0000",
                        " ",
                        "sasl.username=",
                        "\nssl.truststore.certificates.file=")
                .refusing(IllegalArgumentException.class)
                .run(text -> {
                    Map<String, String> given = new HashMap<>(Map.of("sasl.password", CANARY));
                    for (String line : new String(text, UTF_8).split("\n", -1)) {
                        int equals = Math.max(0, line.indexOf('='));
                        given.put(
                                line.substring(0, equals),
                                line.substring(equals).replaceFirst("=", ""));
                    }
                    if (given.containsKey(JAAS)) {
                        given.remove("sasl.password");
                    }
                    List<String> faults = new ArrayList<>();
                    Map<String, String> resolved = SecretSettings.resolve(given, "kafka.", faults::add);
                    assertThat(faults).noneMatch(fault -> fault.contains(CANARY));
                    if (!faults.isEmpty()) {
                        throw new IllegalArgumentException(String.join("; ", faults));
                    }
                    assertThat(resolved.keySet()).doesNotContain("sasl.username", "sasl.password");
                });
    }
}
