package dev.twinset.producer.gallery.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One server-sent event.
 *
 * @param number its number in the stream; 0 for a momentary event that is never repeated
 * @param type the event's name
 */
record ServerSentEvent(long number, String type, JsonNode data) {
    /** @param session of this gallery, so that a browser's number of another one is not taken for ours */
    byte[] frame(String session) {
        String id = number == 0 ? "" : "id: " + session + ":" + number + "\n";
        // JSON holds no line break outside its strings, and escapes them inside
        return (id + "event: " + type + "\ndata: " + data + "\n\n").getBytes(UTF_8);
    }
}
