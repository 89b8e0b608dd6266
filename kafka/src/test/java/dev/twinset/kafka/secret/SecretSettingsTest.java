package dev.twinset.kafka.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.kafka.errors.KafkaErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSettingsTest {
    private static final String CANARY = "canary-7f3a";

    @TempDir
    Path directory;

    private final List<String> faults = new ArrayList<>();

    @Test
    void aSettingComesFromItsFileWithoutTheLineEnd() throws IOException {
        assertThat(resolve(Map.of("ssl.key.password.file", file("se cret \n"), "client.id", "x")))
                .isEqualTo(Map.of("ssl.key.password", "se cret ", "client.id", "x"));
        assertThat(resolve(Map.of("ssl.truststore.certificates.file", file("-----BEGIN\nabc\n-----END\r\n"))))
                .containsEntry("ssl.truststore.certificates", "-----BEGIN\nabc\n-----END");
        assertThat(faults).isEmpty();
    }

    @Test
    void kafkasOwnSettingsThatEndInFileAreUnchanged() {
        Map<String, String> own = Map.of("sasl.oauthbearer.assertion.private.key.file", "/run/key.pem");
        assertThat(AdminClientConfig.configNames()).containsAll(own.keySet());
        assertThat(resolve(own)).isEqualTo(own);
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "with \"quotes\" and \\ and ;", "tab\tnew\nline", "üñ€", " spaces ", "'"})
    void anyUserAndPasswordReachKafkaAsTheyAre(String text) throws IOException {
        Map<String, String> settings = resolve(Map.of(
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.username",
                "user " + text,
                "sasl.password.file",
                file(text + "\n")));

        Map<String, ?> parsed = new AdminClientConfig(with(settings, "bootstrap.servers", "x:1")).values();
        Map<String, ?> login = JaasContext.loadClientContext(parsed)
                .configurationEntries()
                .get(0)
                .getOptions();
        assertThat(login.get("username")).isEqualTo("user " + text);
        assertThat(login.get("password")).isEqualTo(text);
        Map<String, Object> secured = with(settings, "bootstrap.servers", "x:1");
        secured.put("security.protocol", "SASL_SSL");
        assertThat(new KafkaErrors(secured, "", java.time.Clock.systemUTC()).principal())
                .isEqualTo("User:user " + text);
    }

    @Test
    void faultsAreReportedWithoutValues() throws IOException {
        Path empty = Files.createFile(directory.resolve("empty"));
        resolve(Map.of(
                "ssl.key.password.file", "/no/such",
                "ssl.keystore.password.file", directory.toString(),
                "ssl.truststore.password.file", empty.toString(),
                "sasl.jaas.config.file", file(CANARY),
                "sasl.jaas.config", "${directory:/run/secrets:jaas}",
                "ssl.keystore.pasword.file", file(CANARY)));
        assertThat(faults)
                .containsExactlyInAnyOrder(
                        "kafka.ssl.key.password.file: there is no file /no/such",
                        "kafka.ssl.keystore.password.file: the file " + directory + " cannot be read: is a directory",
                        "kafka.ssl.truststore.password.file: the file " + empty + " cannot be read: is empty",
                        "kafka.sasl.jaas.config.file: set too is kafka.sasl.jaas.config; one of both is enough",
                        "kafka.ssl.keystore.pasword.file: no Kafka client has a setting ssl.keystore.pasword");
    }

    @Test
    void aLoginIsWholeAndOfAKindThatHasPasswords() {
        resolve(Map.of("sasl.username", "u", "sasl.mechanism", "PLAIN"));
        resolve(Map.of("sasl.password", CANARY, "sasl.mechanism", "PLAIN"));
        resolve(Map.of("sasl.username", "u", "sasl.password", CANARY));
        resolve(Map.of(
                "sasl.username", "u", "sasl.password", CANARY, "sasl.mechanism", "PLAIN", "sasl.jaas.config", CANARY));
        assertThat(faults)
                .containsExactly(
                        "kafka.sasl.password: is not set, but kafka.sasl.username is",
                        "kafka.sasl.username: is not set, but kafka.sasl.password is",
                        "kafka.sasl.mechanism: is \"\", expected SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN for a user name"
                                + " and a password",
                        "kafka.sasl.username: set too is kafka.sasl.jaas.config; one of both is enough");
    }

    @Test
    void aMalformedLoginIsReportedBeforeKafkaQuotesIt() {
        String module = "org.apache.kafka.common.security.plain.PlainLoginModule required username=u password=";
        for (String malformed : List.of(CANARY, module + "a " + CANARY + ";", module + CANARY)) {
            resolve(Map.of("sasl.jaas.config", malformed));
        }
        assertThat(faults).hasSize(3).allMatch(fault -> fault.startsWith("kafka.sasl.jaas.config: is malformed"));
        assertThat(faults.toString()).doesNotContain(CANARY);
        faults.clear();
        resolve(Map.of("sasl.jaas.config", module + "\"" + CANARY + "\";"));
        resolve(Map.of("sasl.jaas.config", "${directory:/run/secrets:jaas}"));
        assertThat(faults).isEmpty();
    }

    @Test
    void secretsAreNotForTheCommandLine() {
        for (String secret : List.of(
                "sasl.jaas.config",
                "sasl.password",
                "ssl.key.password",
                "ssl.keystore.key",
                "ssl.keystore.password",
                "my.plugin.secret")) {
            assertThat(SecretSettings.commandLineFault("kafka.", secret))
                    .hasValueSatisfying(fault -> assertThat(fault).contains("kafka." + secret + ".file=FILE"));
        }
        for (String open : List.of(
                "sasl.jaas.config.file",
                "sasl.username",
                "ssl.keystore.location",
                "ssl.truststore.certificates",
                "bootstrap.servers")) {
            assertThat(SecretSettings.commandLineFault("kafka.", open)).isEmpty();
        }
    }

    @Test
    void theEnvironmentNamesSettingsToo() {
        assertThat(SecretSettings.fromEnvironment(
                        Map.of("TWINSET_KAFKA_SASL_PASSWORD_FILE", " /run/p ", "TWINSET_LOG", "INFO", "PATH", "x")))
                .isEqualTo(Map.of("sasl.password.file", "/run/p"));
    }

    private Map<String, String> resolve(Map<String, String> given) {
        return SecretSettings.resolve(given, "kafka.", faults::add);
    }

    private String file(String content) throws IOException {
        Path file = Files.createTempFile(directory, "secret", "");
        return Files.writeString(file, content).toString();
    }

    private static Map<String, Object> with(Map<String, String> settings, String name, String value) {
        Map<String, Object> more = new HashMap<>(settings);
        more.put(name, value);
        return more;
    }
}
