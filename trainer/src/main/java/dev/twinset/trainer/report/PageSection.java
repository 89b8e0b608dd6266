package dev.twinset.trainer.report;

import gg.jte.Content;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A section of a page.
 *
 * @param anchor where links to it lead: plain letters that say what it is, different for each section of a page
 */
public record PageSection(String heading, String anchor, Content content) {
    /** @param headingsAndContents a heading, its content, the next heading and so on, from top to bottom */
    public static List<PageSection> of(Object... headingsAndContents) {
        Set<String> anchors = new HashSet<>(Set.of("top"));
        List<PageSection> sections = new ArrayList<>();
        for (int i = 0; i < headingsAndContents.length; i += 2) {
            String heading = (String) headingsAndContents[i];
            sections.add(new PageSection(heading, anchor(heading, anchors), (Content) headingsAndContents[i + 1]));
        }
        return sections;
    }

    private static String anchor(String heading, Set<String> taken) {
        String words =
                heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String base = words.isEmpty() ? "section" : words;
        String anchor = base;
        for (int i = 2; !taken.add(anchor); i++) {
            anchor = base + "-" + i;
        }
        return anchor;
    }
}
