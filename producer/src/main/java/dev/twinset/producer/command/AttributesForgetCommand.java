package dev.twinset.producer.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinset.console.CommandOutput;
import dev.twinset.contract.feature.ItemAttributes;
import dev.twinset.producer.attributes.ItemDescriptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code twinset attributes forget}. */
@Command(
        name = "forget",
        mixinStandardHelpOptions = true,
        description = "Forget what was said of items: they have the attributes that came with their images again.",
        footer = {"", "Example:", "  twinset attributes forget 10042 10043"},
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong use"})
final class AttributesForgetCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids of items, known or not.")
    private List<String> ids = new ArrayList<>();

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<ItemAttributes> forgotten =
                ids.stream().map(id -> new ItemAttributes(id, Optional.empty())).toList();
        try {
            new ItemDescriptions(kafka.clientConfig(), kafka.topics()).write(forgotten, acknowledged -> {});
        } catch (IllegalArgumentException e) {
            throw output.usageError(e);
        }
        output.print(
                () -> "forgotten: " + ids.size() + (ids.size() == 1 ? " item" : " items") + " acknowledged",
                () -> JSON.createObjectNode().put("items", ids.size()).toString());
        return 0;
    }
}
