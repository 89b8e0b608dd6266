package dev.twinset.producer;

import dev.twinset.catalog.Catalog;
import dev.twinset.contract.topic.Topics;
import dev.twinset.producer.publish.CatalogPublisher;
import dev.twinset.producer.publish.ProgressListener;
import dev.twinset.producer.publish.PublishOptions;
import java.nio.file.Path;
import java.util.Map;

/** A publisher to be killed: bootstrap servers, images topic, catalogue, state file, images per second. */
public final class PublishingProcess {
    private PublishingProcess() {}

    public static void main(String[] arguments) throws Exception {
        Topics topics =
                new Topics(arguments[1], "queries", "attributes", "models", "features", "recommendations", "rejected");
        PublishOptions options = PublishOptions.DEFAULT
                .withRate(Double.parseDouble(arguments[4]))
                .withState(Path.of(arguments[3]), false);
        new CatalogPublisher(Map.of("bootstrap.servers", arguments[0]), topics)
                .publish(Catalog.read(Path.of(arguments[2])), options, ProgressListener.SILENT);
    }
}
