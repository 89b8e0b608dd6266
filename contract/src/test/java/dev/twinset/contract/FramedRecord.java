package dev.twinset.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.twinset.contract.record.EventHeader;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.OutgoingRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A record of the images or the queries topic as one array of bytes, so that a mutation can hit any part of it: its
 * parts with a separator between them.
 */
final class FramedRecord {
    static final String SEPARATOR = "\u001e";
    static final String ABSENT = "\u0015";

    private FramedRecord() {}

    static byte[] of(OutgoingRecord record) {
        List<String> parts = new ArrayList<>(List.of(record.topic(), text(record.key())));
        parts.add(record.value().map(FramedRecord::text).orElse(ABSENT));
        record.headers().forEach(header -> parts.addAll(List.of(header.name(), text(header.value()))));
        return String.join(SEPARATOR, parts).getBytes(ISO_8859_1);
    }

    static EventRecord read(byte[] frame) {
        List<String> parts = Arrays.asList(new String(frame, ISO_8859_1).split(SEPARATOR, -1));
        List<EventHeader> headers = new ArrayList<>();
        for (int i = 3; i + 1 < parts.size(); i += 2) {
            headers.add(new EventHeader(parts.get(i), parts.get(i + 1).getBytes(ISO_8859_1)));
        }
        String topic = parts.get(0).equals(Samples.TOPICS.queries()) ? parts.get(0) : Samples.TOPICS.images();
        return new EventRecord(topic, 3, 42, 0, part(parts, 1), part(parts, 2), headers);
    }

    private static Optional<byte[]> part(List<String> parts, int number) {
        boolean absent = parts.size() <= number || parts.get(number).equals(ABSENT);
        return absent ? Optional.empty() : Optional.of(parts.get(number).getBytes(ISO_8859_1));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }
}
