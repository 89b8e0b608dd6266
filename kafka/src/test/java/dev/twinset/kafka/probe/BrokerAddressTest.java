package dev.twinset.kafka.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BrokerAddressTest {
    @Test
    void addressesAreReadAsKafkasClientsReadThem() {
        assertThat(BrokerAddress.parse("kafka-1.shop:9092")).hasValue(new BrokerAddress("kafka-1.shop", 9092));
        assertThat(BrokerAddress.parse("[::1]:9092")).hasValue(new BrokerAddress("::1", 9092));
        assertThat(BrokerAddress.parse("SSL://kafka:1")).hasValue(new BrokerAddress("kafka", 1));
        assertThat(BrokerAddress.parse("kafka")).isEmpty();
        assertThat(BrokerAddress.parse("kafka:99999")).isEmpty();
        assertThat(BrokerAddress.split(" a:1, ,b:2")).containsExactly("a:1", "b:2");
    }
}
