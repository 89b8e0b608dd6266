package dev.twinset.producer.gallery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.record.EventLimits;
import dev.twinset.producer.answer.Answer;
import dev.twinset.producer.answer.OptionFault;
import dev.twinset.producer.gallery.http.Assets;
import dev.twinset.producer.gallery.http.GalleryRequest;
import dev.twinset.producer.gallery.http.HttpException;
import dev.twinset.producer.gallery.http.HttpReply;
import dev.twinset.producer.gallery.http.RequestBodies;
import dev.twinset.producer.gallery.index.AnswerTrait;
import dev.twinset.producer.gallery.stream.EventStream;
import dev.twinset.producer.publish.EventSender;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The handler of each address. Any thread. */
final class Endpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);

    /** Pixels of the longer side: in rows and grids, and on the item's own page. */
    private static final int SMALL = 192;

    private static final int LARGE = 448;

    /** An address with a version never shows another picture. */
    private static final String FOR_A_DAY = "private, max-age=86400, immutable";

    private static final String ASK_AGAIN = "private, no-cache";
    private static final Duration BODY_LIMIT = Duration.ofSeconds(30);

    private final Assets assets;

    private final ItemPictures pictures;
    private final Items items;
    private final RecentRejections rejections;
    private final OpenQueries questions;
    private final EventSender sender;
    private final JsonViews views;
    private final EventStream feed;
    private final FollowerStats pulse;
    private final LookAgain lookAgain;
    private final LookMap map;
    private final SeenAttributes attributes;
    private final RequestBodies bodies;

    Endpoints(
            Assets assets,
            ItemPictures pictures,
            Items items,
            RecentRejections rejections,
            OpenQueries questions,
            EventSender sender,
            JsonViews views,
            EventStream feed,
            FollowerStats pulse,
            LookAgain lookAgain,
            LookMap map,
            SeenAttributes attributes,
            RequestBodies bodies) {
        this.assets = assets;
        this.pictures = pictures;
        this.items = items;
        this.rejections = rejections;
        this.questions = questions;
        this.sender = sender;
        this.views = views;
        this.feed = feed;
        this.pulse = pulse;
        this.lookAgain = lookAgain;
        this.map = map;
        this.attributes = attributes;
        this.bodies = bodies;
    }

    /** Does one thing. */
    @FunctionalInterface
    interface Endpoint {
        HttpReply answer(HttpExchange exchange) throws HttpException, IOException, InterruptedException;
    }

    /** Method and path to what is done. */
    Map<String, Endpoint> all() {
        return Map.ofEntries(
                Map.entry("GET /picture", this::picture),
                Map.entry("GET /api/item", exchange -> found(items.item(GalleryRequest.required(exchange, "id")))),
                Map.entry(
                        "GET /api/items", exchange -> found(items.search(GalleryRequest.required(exchange, "prefix")))),
                Map.entry("GET /api/rejected", exchange -> found(rejected())),
                Map.entry("GET /api/state", exchange -> found(state())),
                Map.entry("GET /api/attributes", exchange -> found(attributes.json())),
                Map.entry("GET /api/options", Endpoints::check),
                Map.entry("GET /api/matches", this::matches),
                Map.entry("GET /api/map", exchange -> found(map.view())),
                Map.entry("POST /api/map", exchange -> found(map.draw())),
                Map.entry("POST /api/query", this::query),
                Map.entry("POST /api/again", this::again),
                Map.entry("PUT /api/item", this::upload));
    }

    JsonNode state() {
        return views.state(pulse.read(), rejections.standing());
    }

    /** For health checks: 503 while Kafka is away. */
    HttpReply ready() {
        JsonNode state = state();
        boolean connected = state.path("connected").booleanValue();
        return HttpReply.json(
                connected ? 200 : 503, JsonNodeFactory.instance.objectNode().put("status", connected ? "UP" : "DOWN"));
    }

    private JsonNode rejected() {
        return JsonNodeFactory.instance.objectNode().set("rejected", rejections.all());
    }

    private static HttpReply found(JsonNode body) {
        return HttpReply.json(200, body);
    }

    private HttpReply matches(HttpExchange exchange) throws HttpException, IOException, InterruptedException {
        AnswerTrait trait = switch (GalleryRequest.required(exchange, "kind")) {
            case "weak" -> AnswerTrait.WEAK;
            case "perfect" -> AnswerTrait.PERFECT;
            default -> throw new HttpException(400, "the parameter kind is unknown, expected weak or perfect");
        };
        String from = GalleryRequest.parameter(exchange, "from").orElse("0");
        if (!from.matches("[0-9]{1,9}")) {
            throw new HttpException(400, "the parameter from is no number, expected how many answers to leave out");
        }
        return found(items.answersWith(trait, Integer.parseInt(from)));
    }

    private HttpReply picture(HttpExchange exchange) throws HttpException, InterruptedException {
        String id = GalleryRequest.required(exchange, "id");
        Optional<String> asked = GalleryRequest.parameter(exchange, "v");
        int side = GalleryRequest.parameter(exchange, "size")
                        .filter("large"::equals)
                        .isPresent()
                ? LARGE
                : SMALL;
        Optional<ItemPictures.Picture> found;
        try {
            found = pictures.thumbnail(id, side);
        } catch (IOException e) {
            LOG.debug("the picture of {} has to wait", id, e);
            return assets.pictureLater();
        }
        if (found.isEmpty()) {
            return pulse.read().whole() ? assets.noPicture() : assets.pictureLater();
        }
        Optional<String> version = found.get().version();
        byte[] jpeg = found.get().jpeg();
        String etag = '"' + version.orElseGet(() -> Integer.toHexString(Arrays.hashCode(jpeg))) + "-" + side + '"';
        String cacheControl = version.isPresent() && version.equals(asked) ? FOR_A_DAY : ASK_AGAIN;
        return HttpReply.cached(exchange, "image/jpeg", jpeg, etag, cacheControl);
    }

    private HttpReply query(HttpExchange exchange) throws HttpException, IOException, InterruptedException {
        Map<String, String> options = options(exchange);
        Optional<OptionFault> fault = OptionFault.ofQuery(options, Map.of());
        if (fault.isPresent()) {
            throw new HttpException(422, fault.get().sentence(fault.get().option()));
        }
        return told(questions.ask(body(exchange), options));
    }

    private HttpReply again(HttpExchange exchange) throws HttpException, IOException, InterruptedException {
        return told(lookAgain.ask(GalleryRequest.required(exchange, "id"), options(exchange)));
    }

    private HttpReply told(Answer answer) throws HttpException {
        if (answer instanceof Answer.Rejected rejected) {
            return found(views.rejected(rejected));
        }
        if (answer instanceof Answer.Recommended recommended) {
            return found(views.answer(recommended));
        }
        throw new HttpException(502, "the query was answered as if it were an item that is deleted");
    }

    /** Says what is wrong with the options of a query, before a picture is sent. */
    private static HttpReply check(HttpExchange exchange) throws HttpException {
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        OptionFault.ofQuery(options(exchange), Map.of())
                .ifPresent(fault -> reply.put("option", fault.option()).put("fault", fault.rest()));
        return found(reply);
    }

    private static Map<String, String> options(HttpExchange exchange) throws HttpException {
        Map<String, String> options = new TreeMap<>();
        for (String name : AnswerOptions.NAMES) {
            GalleryRequest.parameter(exchange, name).ifPresent(value -> options.put(name, value));
        }
        return options;
    }

    /** The result arrives on the event stream, like all others. */
    private HttpReply upload(HttpExchange exchange) throws HttpException, IOException, InterruptedException {
        String id = GalleryRequest.required(exchange, "id");
        byte[] image = body(exchange);
        feed.await(id);
        try {
            sender.send(new ImageUploaded(
                    id, UUID.randomUUID().toString(), image, Map.of(), Optional.empty(), Optional.empty()));
        } catch (IllegalArgumentException e) {
            throw new HttpException(422, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new HttpException(503, String.valueOf(e.getMessage()));
        }
        return HttpReply.json(202, views.item(id));
    }

    private byte[] body(HttpExchange exchange) throws HttpException, IOException {
        return bodies.read(exchange, EventLimits.DEFAULT.imageBytes(), BODY_LIMIT);
    }
}
