package dev.twinset.trainer.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.twinset.trainer.io.AtomicFile;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Renders the templates under {@code src/main/jte}. Each text is escaped by the template engine for its context. A
 * template may use the classes that the Java package of the same name may use.
 */
public final class HtmlPage {
    private static final TemplateEngine ENGINE = TemplateEngine.createPrecompiled(
            null, ContentType.Html, HtmlPage.class.getClassLoader(), "dev.twinset.trainer");

    /** Control characters, halves of surrogate pairs, and what turns the direction of the text that follows. */
    private static final Pattern UNSAFE =
            Pattern.compile("[\\p{Cc}&&[^\\n\\t]]|\\p{Cs}|[\\u202A-\\u202E\\u2066-\\u2069]");

    private HtmlPage() {}

    /**
     * @param template such as {@code explore/dataset.jte}
     * @param model its only parameter
     */
    public static String render(String template, Object model) {
        StringOutput html = new StringOutput();
        ENGINE.render(template, model, html);
        return UNSAFE.matcher(html.toString()).replaceAll("\uFFFD");
    }

    /** Renders into a file, as UTF-8, whole or not at all. */
    public static void write(Path file, String template, Object model) throws IOException {
        AtomicFile.write(file, render(template, model).getBytes(UTF_8));
    }

    /** The style sheet that all pages share. */
    static String style() {
        try (InputStream in = requireNonNull(HtmlPage.class.getResourceAsStream("report.css"), "no report.css")) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
