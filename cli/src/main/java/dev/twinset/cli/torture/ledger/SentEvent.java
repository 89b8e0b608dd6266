package dev.twinset.cli.torture.ledger;

import static java.util.Objects.requireNonNull;

/**
 * An event that Kafka has acknowledged.
 *
 * @param id the CloudEvents id
 * @param subject the item's or the query's id
 * @param acceptable whether a worker must be able to answer it; otherwise it must become a dead letter
 * @param sha256 of the value; of no bytes for a deletion
 * @param sentAtMillis taken before it was sent, milliseconds since the epoch
 */
public record SentEvent(
        String id,
        Kind kind,
        String subject,
        boolean acceptable,
        String sha256,
        long sentAtMillis,
        int partition,
        long offset) {
    private static final String SEPARATOR = "\t";
    private static final int FIELDS = 8;

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
                Long.parseLong(fields[5]),
                Integer.parseInt(fields[6]),
                Long.parseLong(fields[7]));
    }
}
