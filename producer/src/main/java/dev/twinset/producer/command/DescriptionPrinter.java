package dev.twinset.producer.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.console.Terminal;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints what is said of an item. */
final class DescriptionPrinter {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private DescriptionPrinter() {}

    static String text(String itemId, Map<String, String> said) {
        String all = new TreeMap<>(said)
                .entrySet().stream()
                        .map(attribute -> attribute.getKey() + "=" + attribute.getValue())
                        .collect(Collectors.joining("  "));
        return Terminal.printable(itemId + "  " + (all.isEmpty() ? "(nothing)" : all));
    }

    static String json(String itemId, Map<String, String> said) {
        ObjectNode json = JSON.createObjectNode().put("itemId", itemId);
        ObjectNode attributes = json.putObject("attributes");
        new TreeMap<>(said).forEach(attributes::put);
        return json.toString();
    }
}
