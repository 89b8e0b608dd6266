package dev.twinset.producer.rejected;

import dev.twinset.contract.topic.Topics;
import dev.twinset.producer.publish.ProgressListener;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A redrive to be killed: bootstrap servers, the prefix of the topics, events per second. */
final class RedrivingProcess {
    private RedrivingProcess() {}

    public static void main(String[] arguments) throws Exception {
        String prefix = arguments[1];
        Topics topics = new Topics(
                prefix + "images",
                prefix + "queries",
                prefix + "attributes",
                prefix + "models",
                prefix + "features",
                prefix + "recommendations",
                prefix + "rejected");
        RedriveOptions options = new RedriveOptions(
                DeadLetterFilter.ALL, 3, false, Double.parseDouble(arguments[2]), false, Optional.<Duration>empty());
        ProgressListener telling = (settled, items) -> System.out.println(settled);
        new RejectedImages(Map.of("bootstrap.servers", arguments[0]), topics).redrive(options, plan -> true, telling);
    }
}
