package dev.twinset.contract.topic;

import static java.util.Objects.requireNonNull;

/**
 * A topic's setting is not as it should be.
 *
 * @param actual the topic's value
 */
public record TopicDrift(TopicSetting setting, String actual) {
    private static final String DELETE = "delete";

    public TopicDrift {
        requireNonNull(setting, "setting is null");
        requireNonNull(actual, "actual is null");
    }

    /** {@code cleanup.policy is delete, expected compact}. */
    public String sentence() {
        return setting.key() + " is " + actual + ", expected " + setting.expected();
    }

    /** Whether correcting it lets Kafka delete records that it keeps now; a person must decide that. */
    public boolean fixingDeletes() {
        return switch (setting.rule()) {
            case AT_MOST -> setting.key().startsWith("retention.");
            case EQUAL -> setting.value().contains(DELETE) && !actual.contains(DELETE);
            case AT_LEAST, ANY -> false;
        };
    }
}
