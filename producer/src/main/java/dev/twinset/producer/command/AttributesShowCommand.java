package dev.twinset.producer.command;

import dev.twinset.console.CommandOutput;
import dev.twinset.console.Terminal;
import dev.twinset.producer.attributes.ItemDescriptions;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code twinset attributes show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Show what is said of an item beside its image.",
        footer = {"", "Example:", "  twinset attributes show 10042"},
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {"0:shown", "1:nothing is said of it, or failed", "2:wrong use"})
final class AttributesShowCommand implements Callable<Integer> {
    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Parameters(paramLabel = "ID", description = "Id of an item.")
    private String itemId = "";

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, String> said = new ItemDescriptions(kafka.clientConfig(), kafka.topics())
                .read(Set.of(itemId))
                .getOrDefault(itemId, Map.of());
        if (said.isEmpty()) {
            throw new IOException("nothing is said of item " + Terminal.escape(itemId) + " on topic "
                    + kafka.topics().attributes() + ": it has the attributes that came with its image");
        }
        output.print(() -> DescriptionPrinter.text(itemId, said), () -> DescriptionPrinter.json(itemId, said));
        return 0;
    }
}
