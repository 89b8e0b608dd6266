package dev.twinset.worker.kafka;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.twinset.broker.Listener;
import dev.twinset.broker.SecuredKafka;
import dev.twinset.broker.SecurityFiles;
import dev.twinset.kafka.errors.Right;
import dev.twinset.kafka.secret.SecretSettings;
import dev.twinset.worker.preflight.check.AclRequirements;
import dev.twinset.worker.preflight.cluster.WorkerNames;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers that know nobody but a name and have the least rights, at a real broker that checks both. */
@Timeout(180)
@SuppressWarnings("NullAway.Init") // set before the first test
class SecuredWorkerIT {
    private static final String MODEL = "m1";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** What a person waits for a reason. */
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    static Path brokerDirectory;

    private static SecuredKafka kafka;

    @TempDir
    Path directory;

    private String user;
    private TestShop shop;

    @BeforeAll
    static void start() throws IOException {
        kafka = SecuredKafka.start(
                brokerDirectory, Map.of("listener.name.password.scram-sha-512.connections.max.reauth.ms", "3000"));
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @BeforeEach
    void open(TestInfo test) {
        user = test.getTestMethod().orElseThrow().getName();
        shop = new TestShop(kafka.address(Listener.PLAINTEXT), user);
        kafka.user(user, "its password");
    }

    @Test
    void aUserWithTheLeastRightsServes() {
        serves(password("its password"));
    }

    @Test
    void aCertificateWithTheLeastRightsServes() throws IOException {
        serves(certificate(kafka.files().client(user)));
    }

    @Test
    void anUnencryptedListenerServesAsBefore() {
        serves(Map.of("bootstrap.servers", kafka.address(Listener.PLAINTEXT)));
    }

    private void serves(Map<String, String> settings) {
        ClientConfig clients = grantAll(settings);
        try (RunningWorker worker = worker(clients).awaitReady()) {
            shop.upload("a", "image a");
            shop.upload("b", "bad image");
            shop.query("c", "image c");
            shop.delete("a");
            shop.awaitAnswers(TIMEOUT);
            assertThat(worker.ended()).isNotDone();
        }
    }

    @Test
    void eachRightThatIsMissingAtTheStartIsNamed() {
        ClientConfig clients = grantAll(password("its password"));
        worker(clients).awaitReady().close(); // makes the changelog
        for (Right right : rights(clients).all()) {
            kafka.forbid(user, right.operation(), right.resource(), PatternType.LITERAL, right.name());
            assertThat(fault(worker(clients)))
                    .as(right.toString())
                    .contains("refuses User:" + user + " the right " + right + ";")
                    .contains("--allow-principal 'User:" + user + "' --operation ");
            allow(right);
        }
        worker(clients).awaitReady().close();
    }

    @Test
    void theRightToCreateTheChangelogIsNamed() {
        ClientConfig clients = RunningWorker.clients(shop, password("its password"), MODEL, "w");
        rights(clients).all().forEach(this::allow);
        assertThat(fault(worker(clients))).contains("the right Create on topic " + shop.topics.features(MODEL));
    }

    @Test
    void allRightsThatAreMissingAreNamedAtOnce() {
        assertThat(fault(worker(RunningWorker.clients(shop, password("its password"), MODEL, "w"))))
                .contains("Read on topic " + shop.topics.images() + ", Read on topic " + shop.topics.queries()
                        + ", Read on topic " + shop.topics.attributes() + ", Read on topic " + shop.topics.models()
                        + ", Write on topic " + shop.topics.models() + ", Write on topic "
                        + shop.topics.recommendations() + ", Write on topic "
                        + shop.topics.rejected());
    }

    @Test
    void eachRightThatIsTakenAwayInMidStreamIsNamed() {
        ClientConfig clients = grantAll(password("its password"));
        int taken = 0;
        for (Right right : rights(clients).all()) {
            if (isUsedAllTheTime(right, clients)) {
                RunningWorker worker = worker(clients).awaitReady();
                shop.upload("item", "image " + taken++);
                shop.awaitAnswers(TIMEOUT);

                kafka.forbid(user, right.operation(), right.resource(), PatternType.LITERAL, right.name());
                shop.upload("item", "another " + taken);
                shop.upload("item", "bad " + taken++);
                shop.flush();

                assertThat(fault(worker)).as(right.toString()).contains("the right " + right + ";");
                allow(right);
            }
        }
        try (RunningWorker worker = worker(clients).awaitReady()) {
            shop.awaitAnswers(TIMEOUT); // nothing was lost meanwhile
            assertThat(worker.ended()).isNotDone();
        }
    }

    /** The others are of use at the start, or when models are switched. */
    private boolean isUsedAllTheTime(Right right, ClientConfig clients) {
        boolean writesModels = right.equals(Right.topic(AclOperation.WRITE, shop.topics.models()))
                || right.name().equals(clients.modelsTransactionalId());
        return right.operation() != AclOperation.DESCRIBE_CONFIGS && !writesModels;
    }

    @Test
    void aBrokerThatIsAwayForAWhileIsWaitedFor() throws IOException {
        try (RunningWorker worker = worker(grantAll(password("its password"))).awaitReady()) {
            shop.upload("before", "image before");
            shop.awaitAnswers(TIMEOUT);
            kafka.restart();
            shop.upload("after", "image after");
            shop.awaitAnswers(TIMEOUT);
            assertThat(worker.ended()).isNotDone();
        }
    }

    @Test
    void aPasswordThatIsChangedInMidStreamEndsTheWorkerAtItsNextLogin() {
        RunningWorker worker = worker(grantAll(password("its password"))).awaitReady();

        kafka.user(user, "another");

        assertThat(fault(worker)).contains("refuses User:" + user + ": the password is wrong");
    }

    @Test
    void aWrongPasswordAnExpiredCertificateAndAWrongPortEndTheStart() throws IOException {
        assertThat(fault(worker(RunningWorker.clients(shop, password("wrong"), MODEL, "w"))))
                .contains("refuses User:" + user + ": the password is wrong, or there is no such user");
        Path expired = kafka.files().expiredClient(user);
        assertThat(fault(worker(RunningWorker.clients(shop, certificate(expired), MODEL, "w"))))
                .contains("refuses our certificate, which is not valid now: CN=" + user)
                .contains(expired + " (kafka.ssl.keystore.location)");
        Map<String, String> plain = Map.of("bootstrap.servers", kafka.address(Listener.PASSWORD));
        assertThat(fault(worker(RunningWorker.clients(shop, plain, MODEL, "w"))))
                .contains("speaks TLS and wants a user to log in, but kafka.security.protocol is PLAINTEXT");
    }

    /** What the worker ends with, soon. */
    private static String fault(RunningWorker worker) {
        Throwable thrown = catchThrowable(() -> worker.ended().get(SOON.toSeconds(), TimeUnit.SECONDS));
        assertThat(thrown).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(WorkerException.class);
        return String.valueOf(requireNonNull(thrown.getCause()).getMessage());
    }

    private RunningWorker worker(ClientConfig clients) {
        return new RunningWorker(shop, clients, directory, new FakeExtractor(MODEL, 0), Clock.systemUTC());
    }

    /** The least rights of a worker, with that to make its model's changelog. */
    private ClientConfig grantAll(Map<String, String> settings) {
        ClientConfig clients = RunningWorker.clients(shop, settings, MODEL, "w");
        rights(clients).all().forEach(this::allow);
        kafka.allow(user, AclOperation.CREATE, ResourceType.TOPIC, PatternType.PREFIXED, shop.topics.featuresPrefix());
        return clients;
    }

    private AclRequirements rights(ClientConfig clients) {
        return AclRequirements.of(
                shop.topics,
                Optional.of(new WorkerNames(
                        MODEL,
                        clients.group(),
                        clients.transactionalId(),
                        clients.modelsTransactionalId(),
                        shop.topics.features(MODEL))));
    }

    private void allow(Right right) {
        kafka.allow(user, right.operation(), right.resource(), PatternType.LITERAL, right.name());
    }

    private Map<String, String> password(String password) {
        Map<String, String> settings = kafka.files().trusting(Listener.PASSWORD, kafka.address(Listener.PASSWORD));
        settings.putAll(Map.of("sasl.mechanism", "SCRAM-SHA-512", "sasl.username", user, "sasl.password", password));
        return SecretSettings.resolve(settings, "kafka.", fault -> {
            throw new AssertionError(fault);
        });
    }

    private static Map<String, String> certificate(Path store) {
        Map<String, String> settings =
                kafka.files().trusting(Listener.CERTIFICATE, kafka.address(Listener.CERTIFICATE));
        settings.putAll(SecurityFiles.showing(store));
        return settings;
    }
}
