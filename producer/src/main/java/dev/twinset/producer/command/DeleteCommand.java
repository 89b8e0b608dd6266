package dev.twinset.producer.command;

import dev.twinset.producer.publish.CatalogPublisher;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code twinset delete}. */
@Command(
        name = "delete",
        mixinStandardHelpOptions = true,
        description = "Remove items from the catalogue; later recommendations do not contain them.")
public final class DeleteCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Parameters(
            paramLabel = "ID",
            arity = "1..*",
            description = "Ids of items. An id that is not in the catalogue is no error.")
    private List<String> ids = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        new CatalogPublisher(kafka.clientConfig(), kafka.topics()).delete(ids);
        PrintWriter out = spec.commandLine().getOut();
        out.println("deleted: " + ids.size() + (ids.size() == 1 ? " item" : " items")
                + " acknowledged; Kafka does not know the catalogue, so an id that is not in it is acknowledged, too");
        out.flush();
        return 0;
    }
}
