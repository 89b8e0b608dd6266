package dev.twinset.kafka.probe;

import static java.util.Objects.requireNonNull;

/**
 * What is wrong at a broker's address.
 *
 * @param what one clause, without a full stop
 * @param remedy what a person can do about it
 */
public record Fault(String what, String remedy) {
    public Fault {
        requireNonNull(what, "what is null");
        requireNonNull(remedy, "remedy is null");
    }
}
