package dev.twinset.kafka.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientSettingsTest {
    @ParameterizedTest
    @ValueSource(strings = {"1", "9999", "12000", "15000", "120000"})
    void anyTimeoutOfACallCanBeSetAlone(String millis) {
        Map<String, Object> settings =
                ClientSettings.admin(Map.of("bootstrap.servers", "127.0.0.1:9092", "default.api.timeout.ms", millis));
        assertThat(settings).containsEntry("default.api.timeout.ms", millis);
        Admin.create(settings).close(); // Kafka refuses a request timeout above it
    }

    @Test
    void aRequestTimeoutOfTheUserStays() {
        assertThat(ClientSettings.admin(Map.of("request.timeout.ms", "700")))
                .containsEntry("request.timeout.ms", "700");
    }

    /**
     * A leader that is new may refuse the first of two requests and take the second; the first then never fits again.
     */
    @Test
    void aProducerSendsOneRequestAtATime() {
        String inFlight = "max.in.flight.requests.per.connection";
        assertThat(ClientSettings.producer(Map.of(), "publish")).containsEntry(inFlight, 1);
        assertThat(ClientSettings.transactional(Map.of(), "redrive", "id")).containsEntry(inFlight, 1);
    }
}
