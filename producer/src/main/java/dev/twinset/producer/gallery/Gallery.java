package dev.twinset.producer.gallery;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpServer;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.LogTail;
import dev.twinset.producer.gallery.http.AccessFilter;
import dev.twinset.producer.gallery.http.AccessToken;
import dev.twinset.producer.gallery.http.Assets;
import dev.twinset.producer.gallery.http.GalleryServer;
import dev.twinset.producer.gallery.http.GallerySettings;
import dev.twinset.producer.gallery.http.RequestBodies;
import dev.twinset.producer.gallery.http.RequestTimeouts;
import dev.twinset.producer.gallery.index.ItemIndex;
import dev.twinset.producer.gallery.index.RecentQueries;
import dev.twinset.producer.gallery.stream.BrowserConnections;
import dev.twinset.producer.gallery.stream.EventStream;
import dev.twinset.producer.publish.EventSender;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A web page on which answers arrive as pictures, served while this is open. The composition root of its package: two
 * followers read topics, an index holds the positions of records, and the server shows them. Any thread may close it.
 */
public final class Gallery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gallery.class);

    /** So many queries of each partition can be shown again after a restart. */
    private static final long QUERIES_BEFORE = 20;

    /** Of each partition. */
    private static final long REJECTIONS_BEFORE = RecentRejections.KEPT;

    private static final Duration BETWEEN_STATES = Duration.ofSeconds(1);
    private static final String CLIENT_ID = "twinset-gallery";
    private static final String SOURCE = "/twinset/gallery";

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final GallerySettings settings;
    private final Map<String, Object> client;
    private final Topics topics;
    private final Clock clock;
    private int port;

    private Gallery(Map<String, Object> client, Topics topics, GallerySettings settings, Clock clock) {
        this.client = Map.copyOf(client);
        this.topics = requireNonNull(topics, "topics is null");
        this.settings = requireNonNull(settings, "settings is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Returns when the page can be opened; records already on the topics are read in the background.
     *
     * @param client Kafka client settings, {@code bootstrap.servers} at least
     * @throws java.net.BindException if the port is taken
     * @throws IOException if no broker answers, a topic is missing, the catalogue cannot be read, or the address does
     *     not belong to this machine
     * @throws IllegalArgumentException if other machines could reach it and there is no token
     */
    public static Gallery open(Map<String, Object> client, Topics topics, GallerySettings settings, Clock clock)
            throws IOException, InterruptedException {
        if (settings.token().isEmpty() && !settings.isLoopback()) {
            throw new IllegalArgumentException(
                    "other machines can reach " + settings.host() + ", and there is no token to ask them for");
        }
        Gallery gallery = new Gallery(client, topics, settings, clock);
        try {
            gallery.open();
            return gallery;
        } catch (IOException | InterruptedException | RuntimeException e) {
            gallery.close();
            throw e;
        }
    }

    private void open() throws IOException, InterruptedException {
        // bind the address first, so that nothing is read in vain if it is taken
        HttpServer server = kept(new GalleryServer(settings)).bind();
        port = server.getAddress().getPort();
        CatalogFolder folder = settings.catalog().isPresent()
                ? CatalogFolder.read(settings.catalog().get())
                : CatalogFolder.empty();
        // before any other client is created: these explain in a sentence why Kafka refuses access
        LogTail uploads = kept(LogTail.open(client, uploads()));
        LogTail answers = kept(LogTail.open(client, answers()));
        ItemIndex index = new ItemIndex();
        RecentQueries queries = new RecentQueries();
        SeenAttributes attributes = new SeenAttributes();
        FollowerStats pulse = new FollowerStats(clock);
        EventStream feed = new EventStream(Long.toString(clock.millis(), Character.MAX_RADIX), System::nanoTime);
        RequestTimeouts deadlines = kept(new RequestTimeouts());
        RequestBodies bodies = new RequestBodies(deadlines);
        RecordReaderPool shelf = kept(new RecordReaderPool(client));
        EventSender sender = kept(new EventSender(client, topics, CLIENT_ID, SOURCE));
        OpenQueries questions = new OpenQueries(sender::send);
        ItemPictures pictures = new ItemPictures(topics, index, queries, shelf, folder);
        JsonViews views = new JsonViews(pictures, index, queries, clock);
        RecentRejections rejections = new RecentRejections(topics, index, views);
        Items items = new Items(topics, index, queries, rejections, views, shelf, clock);
        LookMap map = kept(new LookMap(client, topics, index, views, pulse, clock));
        Assets assets = Assets.load();
        Endpoints endpoints = new Endpoints(
                assets,
                pictures,
                items,
                rejections,
                questions,
                sender,
                views,
                feed,
                pulse,
                new LookAgain(items, questions),
                map,
                attributes,
                bodies);

        kept(TopicFollower.start(
                FollowerStats.Source.UPLOADS, uploads, new UploadHandler(topics, index, queries, attributes), pulse));
        AnswerHandler handler = new AnswerHandler(topics, index, queries, questions, rejections, views, feed, pulse);
        kept(TopicFollower.start(FollowerStats.Source.ANSWERS, answers, handler, pulse));
        kept(ScheduledTask.start(BETWEEN_STATES, () -> feed.tell("state", endpoints.state())));
        BrowserConnections streams = kept(new BrowserConnections(feed, deadlines));
        server.createContext(
                "/", new Router(new AccessFilter(settings, port), assets, endpoints, streams, bodies, deadlines));
        server.start();
    }

    private Map<String, Long> uploads() {
        return Map.of(topics.images(), LogTail.ALL, topics.queries(), QUERIES_BEFORE);
    }

    private Map<String, Long> answers() {
        return Map.of(topics.recommendations(), LogTail.ALL, topics.rejected(), REJECTIONS_BEFORE);
    }

    private <T extends AutoCloseable> T kept(T part) {
        parts.push(part);
        return part;
    }

    /** The page's address on this machine. */
    public String address() {
        return "http://" + shownHost() + ":" + port + "/";
    }

    /** The address that opens the page once without the token; empty if no token is required. */
    public Optional<String> loginAddress() {
        return settings.token().flatMap(AccessToken::code).map(code -> address() + "login?code=" + code);
    }

    /** A browser cannot open a wildcard address. */
    private String shownHost() {
        String host = settings.host();
        if (host.equals("0.0.0.0") || host.equals("::")) {
            return "127.0.0.1";
        }
        return host.contains(":") ? "[" + host + "]" : host;
    }

    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                // close the others anyway
                LOG.debug("a part does not close", e);
            }
        }
    }
}
