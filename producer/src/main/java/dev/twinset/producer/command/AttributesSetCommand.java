package dev.twinset.producer.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinset.catalog.AttributeTable;
import dev.twinset.console.CommandOutput;
import dev.twinset.console.Progress;
import dev.twinset.console.Terminal;
import dev.twinset.contract.feature.ItemAttributes;
import dev.twinset.producer.attributes.ItemDescriptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code twinset attributes set}. */
@Command(
        name = "set",
        mixinStandardHelpOptions = true,
        description = {
            "Say something of one item, or of every item of a CSV file.",
            "",
            "Names are lower-case letters and digits. What was said under other names stays, unless --replace; an empty"
                    + " value forgets its name.",
            "",
            "The first line of the CSV file is id and the names, as id,available,price; an empty cell forgets that name."
        },
        footer = {
            "",
            "Examples:",
            "  twinset attributes set 10042 available=false",
            "  twinset query shirt.jpg --filter 'available!=false'",
            "  twinset attributes set 10042 price=19 season=",
            "  twinset attributes set --csv stock.csv"
        },
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong use"})
final class AttributesSetCommand implements Callable<Integer> {
    private static final Progress.Task DESCRIBING = new Progress.Task("describing", "described", "items");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Parameters(
            paramLabel = "ID NAME=VALUE",
            arity = "0..*",
            description = "Id of an item, known or not, and what is said of it.")
    private List<String> words = new ArrayList<>();

    @Option(names = "--csv", paramLabel = "FILE", description = "Say what this file says of its items.")
    private Optional<Path> csv = Optional.empty();

    @Option(names = "--replace", description = "Forget everything else that was said of the items.")
    private boolean replace;

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Override
    public Integer call() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Map<String, Map<String, String>> changes = csv.isPresent() ? rows(csv.get()) : Map.of(itemId(), words());
        ItemDescriptions descriptions = new ItemDescriptions(kafka.clientConfig(), kafka.topics());
        Map<String, Map<String, String>> said =
                replace || changes.isEmpty() ? Map.of() : descriptions.read(Set.copyOf(changes.keySet()));
        List<ItemAttributes> items = new ArrayList<>(changes.size());
        for (Map.Entry<String, Map<String, String>> change : changes.entrySet()) {
            items.add(item(change.getKey(), said.getOrDefault(change.getKey(), Map.of()), change.getValue()));
        }
        write(descriptions, items);
        if (csv.isPresent()) {
            double seconds = (System.nanoTime() - start) / 1e9;
            output.print(
                    () -> String.format(
                            Locale.ROOT, "described: %,d items acknowledged in %.1f s", items.size(), seconds),
                    () -> JSON.createObjectNode()
                            .put("items", items.size())
                            .put("seconds", seconds)
                            .toString());
        } else {
            ItemAttributes item = items.get(0);
            Map<String, String> now = item.attributes().orElse(Map.of());
            output.print(
                    () -> DescriptionPrinter.text(item.itemId(), now),
                    () -> DescriptionPrinter.json(item.itemId(), now));
        }
        return 0;
    }

    private void write(ItemDescriptions descriptions, List<ItemAttributes> items)
            throws IOException, InterruptedException {
        try (Progress progress = csv.isEmpty()
                ? Progress.NONE
                : Progress.choose(DESCRIBING, items.size(), Terminal.isInteractive() && !output.json(), output.err())) {
            descriptions.write(items, progress::to);
        } catch (IllegalArgumentException e) {
            throw output.usageError(e);
        }
    }

    private String itemId() {
        if (words.size() < 2) {
            throw output.usageError("name an item and what is said of it, as 10042 available=false, or a --csv file");
        }
        return words.get(0);
    }

    private Map<String, String> words() {
        Map<String, String> changes = new LinkedHashMap<>();
        for (String word : words.subList(1, words.size())) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw output.usageError(Terminal.escape(word) + " is no NAME=VALUE, such as available=false");
            }
            if (changes.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
                throw output.usageError(Terminal.escape(word) + ": the name is there twice");
            }
        }
        try {
            return new ItemAttributes(words.get(0), Optional.of(changes))
                    .attributes()
                    .orElseThrow();
        } catch (IllegalArgumentException e) {
            throw output.usageError(e);
        }
    }

    /** Of several rows of one item the later one wins, name by name. */
    private Map<String, Map<String, String>> rows(Path file) throws IOException {
        if (!words.isEmpty()) {
            throw output.usageError("--csv takes no other words: the file names the items");
        }
        Map<String, Map<String, String>> changes = new LinkedHashMap<>();
        for (AttributeTable.Row row : AttributeTable.read(file)) {
            try {
                ItemAttributes checked = new ItemAttributes(row.itemId(), Optional.of(row.attributes()));
                changes.computeIfAbsent(row.itemId(), id -> new LinkedHashMap<>())
                        .putAll(checked.attributes().orElseThrow());
            } catch (IllegalArgumentException e) {
                throw new IOException(file + " line " + row.line() + ": " + e.getMessage(), e);
            }
        }
        return changes;
    }

    /** Nothing that is said is a tombstone, which compaction drops. */
    private static ItemAttributes item(String itemId, Map<String, String> said, Map<String, String> change)
            throws IOException {
        Map<String, String> now = ItemDescriptions.changed(said, change);
        try {
            return new ItemAttributes(itemId, now.isEmpty() ? Optional.empty() : Optional.of(now));
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "item " + Terminal.escape(itemId) + ", with what is said of it now: " + e.getMessage(), e);
        }
    }
}
