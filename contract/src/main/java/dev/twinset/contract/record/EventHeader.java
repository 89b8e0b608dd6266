package dev.twinset.contract.record;

import static java.util.Objects.requireNonNull;

/** One header of a record, as it travels. */
public record EventHeader(String name, byte[] value) {
    public EventHeader {
        requireNonNull(name, "name is null");
        requireNonNull(value, "value is null");
    }
}
