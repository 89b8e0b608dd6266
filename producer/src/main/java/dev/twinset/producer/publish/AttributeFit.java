package dev.twinset.producer.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.contract.event.AttributeNames;
import dev.twinset.contract.record.EventLimits;
import dev.twinset.contract.record.HeaderNames;
import dev.twinset.contract.record.UntrustedText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes what a catalogue says of its items fit into the headers of an event: it describes an image, and never keeps one
 * from being published. Columns whose names would travel alike get a number, those that are too many are left out, and
 * long values are cut; each is told once.
 */
final class AttributeFit {
    /** The headers of an upload that are not attributes: of CloudEvents, the image's type and its digest. */
    private static final int HEADERS = 8;

    /** What these take at most, an id of 255 bytes and a key of 1,024 included; bytes. */
    private static final int HEADER_BYTES = 2048;

    private static final int NAME_CHARS = 128;

    private final Map<String, String> names = new LinkedHashMap<>();
    private final List<String> notices;
    private final Set<String> cut = new LinkedHashSet<>();
    private final Set<String> dropped = new LinkedHashSet<>();
    private final int bytes;

    private AttributeFit(Catalog catalog, Map<String, String> asked) {
        this.notices = new ArrayList<>(catalog.notices());
        int options = 0;
        for (Map.Entry<String, String> option : asked.entrySet()) {
            options += size(option.getKey(), option.getValue());
        }
        this.bytes = Math.max(0, EventLimits.DEFAULT.headersBytes() - HEADER_BYTES - options);
        Set<String> columns = new LinkedHashSet<>(catalog.columns());
        catalog.items().forEach(item -> columns.addAll(item.attributes().keySet()));
        name(columns, EventLimits.DEFAULT.headers() - HEADERS - asked.size());
    }

    /**
     * The same catalogue, its items' attributes by names that travel.
     *
     * @param asked what each upload asks of its answer, which needs headers too
     */
    static Catalog fit(Catalog catalog, Map<String, String> asked) {
        AttributeFit fit = new AttributeFit(catalog, asked);
        List<CatalogItem> items = catalog.items().stream().map(fit::fit).toList();
        fit.tell();
        return new Catalog(
                catalog.directory(),
                catalog.pictures(),
                catalog.source(),
                List.copyOf(fit.names.values()),
                items,
                fit.notices);
    }

    private void name(Set<String> columns, int most) {
        Set<String> taken = new HashSet<>();
        List<String> tooMany = new ArrayList<>();
        for (String column : columns) {
            if (column.isBlank()) {
                notices.add("a column has no name and is left out");
                continue;
            }
            if (names.size() >= most) {
                tooMany.add(UntrustedText.quote(column));
                continue;
            }
            String usual = AttributeNames.of(column);
            String base = usual.substring(0, Math.min(usual.length(), NAME_CHARS));
            String name = base;
            for (int number = 2; !taken.add(name); number++) {
                name = base + number;
            }
            if (!name.equals(usual) || !column.matches(".*[A-Za-z0-9].*")) {
                notices.add("the column " + UntrustedText.quote(column) + " is the attribute " + name);
            }
            names.put(column, name);
        }
        if (!tooMany.isEmpty()) {
            notices.add("an event has room for " + most + " attributes; left out: " + String.join(", ", tooMany));
        }
    }

    private CatalogItem fit(CatalogItem item) {
        Map<String, String> fitting = new LinkedHashMap<>();
        int left = bytes;
        for (Map.Entry<String, String> attribute : item.attributes().entrySet()) {
            String name = names.get(attribute.getKey());
            if (name == null) {
                continue;
            }
            int room = Math.min(left, EventLimits.DEFAULT.headerBytes()) - size(name, "");
            byte[] value = UntrustedText.cut(attribute.getValue(), Math.max(0, room));
            if (value.length == 0 && !attribute.getValue().isEmpty()) {
                dropped.add(attribute.getKey());
                continue;
            }
            String kept = new String(value, UTF_8);
            if (kept.length() < attribute.getValue().length()) {
                cut.add(attribute.getKey());
            }
            fitting.put(name, kept);
            left -= size(name, kept);
        }
        return new CatalogItem(item.id(), item.image(), fitting);
    }

    private void tell() {
        for (String column : cut) {
            notices.add(
                    "the column " + UntrustedText.quote(column) + " is cut where its text is too long for a header");
        }
        for (String column : dropped) {
            notices.add("the column " + UntrustedText.quote(column)
                    + " is left out where the headers of an event have no room for it");
        }
    }

    private static int size(String name, String value) {
        return HeaderNames.PREFIX.length() + name.length() + value.getBytes(UTF_8).length;
    }
}
