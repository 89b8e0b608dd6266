package dev.twinset.worker.doctor;

import static dev.twinset.worker.doctor.DoctorRun.assertOnly;
import static dev.twinset.worker.doctor.DoctorRun.finding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.State;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What can be wrong on the way to a broker: addresses, protocols, certificates, the login. */
class DoctorConnectionIT extends DoctorTest {
    @Test
    void aBrokerThatIsDown() {
        DoctorReport report = new DoctorRun(ManyListeners.NOBODY, kafka.names(), directory).report();
        assertOnly(report, "brokers", State.FAIL, "nothing listens at " + ManyListeners.NOBODY, unseen("tls"));
    }

    @Test
    void oneAddressOfTwoThatIsDownIsOnlyAWarning() throws Exception {
        DoctorReport report =
                new DoctorRun(kafka.at("OPEN") + "," + ManyListeners.NOBODY, kafka.topics(), directory).report();
        assertOnly(report, "brokers", State.WARN, "; another one answers", NO_TLS);
    }

    @Test
    void oneAddressOfTwoThatNeverAnswersCostsNoOtherCheckItsTime() throws Exception {
        try (FakeServer silent = FakeServer.silent()) {
            DoctorReport report =
                    new DoctorRun(silent.address() + "," + kafka.at("OPEN"), kafka.topics(), directory).report();
            assertOnly(report, "brokers", State.WARN, "; another one answers", NO_TLS);
        }
    }

    @Test
    void aHostThatHasNoName() {
        DoctorReport report = new DoctorRun("no-such-host.invalid:9092", kafka.names(), directory).report();
        assertOnly(report, "brokers", State.FAIL, "no-such-host.invalid", unseen("tls"));
    }

    @Test
    void aBrokerThatNeverAnswers() throws IOException {
        try (FakeServer silent = FakeServer.silent()) {
            long start = System.nanoTime();
            DoctorReport report = new DoctorRun(silent.address(), kafka.names(), directory).report();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
            assertOnly(report, "brokers", State.FAIL, "does not answer Kafka's first", unseen("tls"));
        }
    }

    @Test
    void aWebServerInABrokersPlace() throws IOException {
        try (FakeServer web = FakeServer.saying("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            DoctorReport report = new DoctorRun(web.address(), kafka.names(), directory).report();
            assertOnly(report, "brokers", State.FAIL, "answers as a web server does", unseen("tls"));
        }
    }

    @Test
    void aBrokerThatIsTooOld() throws IOException {
        try (FakeServer old = FakeServer.ofKafka(Map.of(0, 9, 18, 3, 26, 3))) {
            DoctorReport report = new DoctorRun(old.address(), kafka.names(), directory).report();
            assertOnly(report, "brokers", State.FAIL, "is older than Kafka 4.0", unseen("tls"));
        }
    }

    @Test
    void aListenerForTlsSpokenToWithout() {
        DoctorReport report = new DoctorRun(kafka.at("GOOD"), kafka.names(), directory).report();
        Finding brokers = finding(report, "brokers");
        assertThat(brokers.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.what())
                    .contains("the port " + kafka.at("GOOD") + " speaks TLS and accepts no SASL login");
            assertThat(problem.remedy()).isEqualTo("set it to SSL, or use the address of another listener");
        });
    }

    @Test
    void aListenerWithoutTlsSpokenToWith() throws Exception {
        DoctorReport report = new DoctorRun(kafka.at("OPEN"), kafka.names(), directory)
                .tls(kafka.trustStore("authority"))
                .report();
        assertOnly(
                report,
                "brokers",
                State.FAIL,
                "speaks no TLS and accepts no SASL login, but kafka.security.protocol is SSL",
                unseen("tls"));
    }

    @Test
    void aBrokerThatSendsItsClientsElsewhere() throws Exception {
        DoctorReport report = new DoctorRun(kafka.at("ELSEWHERE"), kafka.names(), directory).report();
        assertOnly(
                report,
                "brokers",
                State.FAIL,
                "a broker advertises the address " + ManyListeners.NOBODY,
                unseen("tls"));
    }

    @Test
    void anExpiredCertificate() throws Exception {
        DoctorReport report = tls("EXPIRED", "authority");
        assertOnly(
                report,
                "tls",
                State.FAIL,
                "shows a certificate that is not valid now: CN=expired expired on 20",
                OF_THE_CLUSTER);
    }

    @Test
    void aCertificateOfAnUnknownAuthority() throws Exception {
        DoctorReport report = tls("GOOD", "stranger");
        assertOnly(
                report,
                "tls",
                State.FAIL,
                "shows a certificate of CN=good signed by an authority that is unknown here (CN=authority)",
                OF_THE_CLUSTER);
    }

    @Test
    void aCertificateForAnotherHost() throws Exception {
        DoctorReport report = tls("OTHER", "authority");
        assertOnly(
                report,
                "tls",
                State.FAIL,
                "shows a certificate for kafka.example, not for the host in its address (No subject",
                OF_THE_CLUSTER);
    }

    @Test
    void aTrustStoreThatIsNotThere() throws Exception {
        DoctorReport report = new DoctorRun(kafka.at("GOOD"), kafka.names(), directory)
                .tls(directory.resolve("none.p12"))
                .report();
        assertOnly(report, "tls", State.FAIL, "none.p12", unseen("brokers"));
    }

    @Test
    void aWrongPassword() throws Exception {
        DoctorReport report = new DoctorRun(kafka.at("LOGIN"), kafka.topics(), directory)
                .login(ManyListeners.USER, "guessed")
                .report();
        assertOnly(
                report,
                "login",
                State.FAIL,
                "the brokers refuse the login by SASL_PLAINTEXT with PLAIN",
                beyondLogin());
    }

    private DoctorReport tls(String listener, String trusted) throws Exception {
        return new DoctorRun(kafka.at(listener), kafka.names(), directory)
                .tls(kafka.trustStore(trusted))
                .report();
    }

    private static List<String> beyondLogin() {
        List<String> unseen = unseen("tls");
        unseen.remove("login");
        return unseen;
    }
}
