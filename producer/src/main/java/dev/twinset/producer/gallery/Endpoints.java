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
import dev.twinset.producer.gallery.index.ItemIndex;
import dev.twinset.producer.gallery.stream.EventStream;
import dev.twinset.producer.publish.EventSender;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** The handler of each address. Any thread. */
final class Endpoints {
    /** Pixels of the longer side: in rows and grids, and on the item's own page. */
    private static final int SMALL = 192;

    private static final int LARGE = 448;

    /** An address with a version never shows another picture. */
    private static final String FOR_A_DAY = "private, max-age=86400, immutable";

    private static final String ASK_AGAIN = "private, no-cache";
    private static final Duration BODY_LIMIT = Duration.ofSeconds(30);

    /** Bodies of up to 8 MiB that are in memory at one time. */
    private final Assets assets;

    private final ItemPictures pictures;
    private final Items items;
    private final RecentRejections rejections;
    private final OpenQueries questions;
    private final EventSender sender;
    private final JsonViews views;
    private final EventStream feed;
    private final FollowerStats pulse;
    private final ItemIndex index;
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
            ItemIndex index,
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
        this.index = index;
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
        return Map.of(
                "GET /picture", this::picture,
                "GET /api/item", exchange -> found(items.item(GalleryRequest.required(exchange, "id"))),
                "GET /api/items", exchange -> found(items.search(GalleryRequest.required(exchange, "prefix"))),
                "GET /api/rejected", exchange -> found(rejected()),
                "GET /api/state", exchange -> found(state()),
                "GET /api/attributes", exchange -> found(attributes.json()),
                "GET /api/options", Endpoints::check,
                "POST /api/query", this::query,
                "PUT /api/item", this::upload);
    }

    JsonNode state() {
        return views.state(pulse.read(), index);
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

    private HttpReply picture(HttpExchange exchange) throws HttpException, InterruptedException {
        String id = GalleryRequest.required(exchange, "id");
        Optional<String> asked = GalleryRequest.parameter(exchange, "v");
        int side = GalleryRequest.parameter(exchange, "size")
                        .filter("large"::equals)
                        .isPresent()
                ? LARGE
                : SMALL;
        Optional<String> version = pictures.version(id);
        Optional<byte[]> thumbnail = pictures.thumbnail(id, side);
        if (thumbnail.isEmpty()) {
            return assets.nothing();
        }
        String etag =
                '"' + version.orElseGet(() -> Integer.toHexString(Arrays.hashCode(thumbnail.get()))) + "-" + side + '"';
        String cacheControl = version.isPresent() && version.equals(asked) ? FOR_A_DAY : ASK_AGAIN;
        return HttpReply.cached(exchange, "image/jpeg", thumbnail.get(), etag, cacheControl);
    }

    private HttpReply query(HttpExchange exchange) throws HttpException, IOException, InterruptedException {
        Map<String, String> options = options(exchange);
        Optional<OptionFault> fault = OptionFault.ofQuery(options, Map.of());
        if (fault.isPresent()) {
            throw new HttpException(422, fault.get().sentence(fault.get().option()));
        }
        Answer answer = questions.ask(body(exchange), options);
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
