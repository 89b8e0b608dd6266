package dev.twinset.producer.rejected;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.rejection.RejectedImage;
import dev.twinset.contract.rejection.RejectionReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a redrive will send, and what it leaves out. Holds some dozen bytes for each dead letter to be sent. */
public final class RedrivePlan {
    private record Candidate(int partition, long offset, RejectionReason reason, NewerEvents.Rejected event) {}

    private final EventCodec codec;
    private final RedriveLedger ledger;
    private final RedriveOptions options;
    /** Of the topics that events may go back to. */
    private final Map<String, Integer> partitions;

    private final OffsetSet chosen = new OffsetSet();
    private final Map<RejectionReason, Long> reasons = new EnumMap<>(RejectionReason.class);
    private final Map<SkipReason, Long> leftOut = new EnumMap<>(SkipReason.class);

    private RedrivePlan(
            EventCodec codec, RedriveLedger ledger, RedriveOptions options, Map<String, Integer> partitions) {
        this.codec = codec;
        this.ledger = ledger;
        this.options = options;
        this.partitions = partitions;
    }

    /**
     * Reads the dead letters once, and the images topic from the oldest of those that could be sent.
     *
     * @param partitions how many each topic has that events may go back to
     */
    static RedrivePlan make(
            DeadLetterTopic topic,
            RedriveLedger ledger,
            NewerEvents newer,
            EventCodec codec,
            RedriveOptions options,
            Map<String, Integer> partitions)
            throws IOException, InterruptedException {
        RedrivePlan plan = new RedrivePlan(codec, ledger, options, partitions);
        List<Candidate> candidates = new ArrayList<>();
        topic.read(options.filter().since(), letter -> {
            if (options.filter().test(letter)) {
                plan.consider(letter, newer, candidates);
            }
            return true;
        });
        if (!options.overwriteNewer()) {
            candidates.forEach(candidate -> newer.watch(candidate.event()));
            newer.read();
        }
        candidates.forEach(candidate -> plan.choose(candidate, newer));
        return plan;
    }

    private void consider(DeadLetter letter, NewerEvents newer, List<Candidate> candidates) {
        Optional<SkipReason> why = leftOut(letter);
        if (why.isPresent()) {
            leaveOut(why.get());
        } else {
            RejectedImage image = letter.image().orElseThrow();
            candidates.add(new Candidate(
                    letter.partition(), letter.offset(), image.rejection().reason(), newer.rejected(image)));
        }
    }

    private Optional<SkipReason> leftOut(DeadLetter letter) {
        if (letter.image().isEmpty()) {
            return Optional.of(SkipReason.FOREIGN);
        }
        RejectedImage image = letter.image().get();
        RejectionReason reason = image.rejection().reason();
        if (ledger.contains(letter.partition(), letter.offset())) {
            return Optional.of(SkipReason.REDRIVEN);
        }
        if (options.filter().reasons().isEmpty() && !ReasonAdvice.of(reason).retryable()) {
            return Optional.of(SkipReason.NOT_MENDABLE);
        }
        if (codec.obstacle(image).isPresent() || image.partition() >= partitions.getOrDefault(image.topic(), 0)) {
            return Optional.of(SkipReason.NOT_WHOLE);
        }
        return image.replays() >= options.maxReplays() ? Optional.of(SkipReason.TOO_OFTEN) : Optional.empty();
    }

    private void choose(Candidate candidate, NewerEvents newer) {
        if (!options.overwriteNewer() && newer.after(candidate.event())) {
            leaveOut(SkipReason.NEWER);
        } else {
            chosen.add(candidate.partition(), candidate.offset());
            reasons.merge(candidate.reason(), 1L, Long::sum);
        }
    }

    void leaveOut(SkipReason why) {
        leftOut.merge(why, 1L, Long::sum);
    }

    OffsetSet positions() {
        return chosen;
    }

    /** How many will be sent. */
    public long chosen() {
        return chosen.size();
    }

    public Map<RejectionReason, Long> reasons() {
        return Collections.unmodifiableMap(reasons);
    }

    public Map<SkipReason, Long> leftOut() {
        return Collections.unmodifiableMap(leftOut);
    }
}
