package dev.twinset.cli.torture.ledger;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.rejection.RejectedEventException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An event that Kafka has acknowledged.
 *
 * @param id the CloudEvents id
 * @param subject the item's or the query's id
 * @param acceptable whether a worker must be able to answer it; otherwise it must become a dead letter
 * @param sha256 of the value; of no bytes for a deletion
 * @param options of its answer, the filter not resolved
 * @param attributes of the item
 * @param sentAtMillis taken before it was sent, milliseconds since the epoch
 */
public record SentEvent(
        String id,
        Kind kind,
        String subject,
        boolean acceptable,
        String sha256,
        AnswerOptions options,
        Map<String, String> attributes,
        long sentAtMillis,
        int partition,
        long offset) {
    private static final String SEPARATOR = "\t";
    private static final int FIELDS = 10;

    /** What was sent. */
    public enum Kind {
        UPLOAD,
        QUERY,
        DELETE
    }

    public SentEvent {
        requireNonNull(id, "id is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(subject, "subject is null");
        requireNonNull(sha256, "sha256 is null");
        requireNonNull(options, "options is null");
        attributes = Map.copyOf(attributes);
    }

    /** The same event, now that it is known where Kafka put it. */
    public SentEvent at(int where, long position) {
        return new SentEvent(id, kind, subject, acceptable, sha256, options, attributes, sentAtMillis, where, position);
    }

    /** One line, for the ledger's process. */
    public String line() {
        return String.join(
                SEPARATOR,
                id,
                kind.name(),
                subject,
                String.valueOf(acceptable),
                sha256,
                text(options.asked()),
                text(attributes),
                String.valueOf(sentAtMillis),
                String.valueOf(partition),
                String.valueOf(offset));
    }

    static SentEvent parse(String line) {
        String[] fields = line.split(SEPARATOR, -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("event has " + fields.length + " fields, expected " + FIELDS);
        }
        return new SentEvent(
                fields[0],
                Kind.valueOf(fields[1]),
                fields[2],
                Boolean.parseBoolean(fields[3]),
                fields[4],
                options(map(fields[5])),
                map(fields[6]),
                Long.parseLong(fields[7]),
                Integer.parseInt(fields[8]),
                Long.parseLong(fields[9]));
    }

    /** @throws IllegalArgumentException if a worker would reject them */
    public static AnswerOptions options(Map<String, String> asked) {
        try {
            return AnswerOptions.of(asked, AnswerOptions.DEFAULT);
        } catch (RejectedEventException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** {@code name value;name value}: what the load sends has no such characters. */
    private static String text(Map<String, String> map) {
        return map.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(";"));
    }

    private static Map<String, String> map(String text) {
        return Arrays.stream(text.split(";"))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> entry.split(" ", 2))
                .collect(Collectors.toMap(entry -> entry[0], entry -> entry[1]));
    }
}
