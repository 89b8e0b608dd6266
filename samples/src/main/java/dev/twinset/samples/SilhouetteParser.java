package dev.twinset.samples;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads silhouettes. A text has sections, {@code [Name]}, of one statement a line; {@code #} begins a comment line.
 * Statements above the first section come first in each of them. What is indented by two spaces more belongs to the
 * statement above: its block, or else the rest of its line.
 *
 * <ul>
 *   <li>{@code name = expression} and {@code shape name shape} name what is used later, in this picture, in any section
 *   <li>{@code layer ... shape} paints: {@link Layer} lists the layers; after {@code both} the mirror image as well
 *   <li>{@code within shape}: its block is painted within the shape only
 *   <li>{@code if expression}, {@code else if expression}, {@code else}
 *   <li>{@code for name = from to last by step} ({@code by 1} if left out), {@code for name in value value ...},
 *       {@code repeat times}
 *   <li>{@code draw section name=expression ...} names values and draws another section
 * </ul>
 *
 * @see ExpressionParser
 * @see OutlineParser
 */
final class SilhouetteParser {
    private static final Set<String> WITH_BLOCK = Set.of("if", "else", "for", "repeat", "within");

    private record Line(int number, int indent, String text) {
        String keyword() {
            return text.split("\\s", 2)[0];
        }
    }

    private final String file;
    private final List<Line> lines = new ArrayList<>();
    private final Function<String, Step> sections;
    private int next;

    /** @param sections finds a section of any file by its name, once all are read */
    SilhouetteParser(String file, String text, Function<String, Step> sections) {
        this.file = file;
        this.sections = sections;
        List<String> all = text.lines().toList();
        for (int i = 0; i < all.size(); i++) {
            String line = all.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                lines.add(new Line(i + 1, all.get(i).indexOf(line), line));
            }
        }
    }

    /**
     * The sections by their names.
     *
     * @throws IllegalArgumentException naming the file, the line and what is wrong there
     */
    Map<String, Step> sections() {
        Map<String, Step> sections = new LinkedHashMap<>();
        Step head = block(0);
        while (next < lines.size()) {
            Line header = lines.get(next++);
            String name = header.text.substring(1, header.text.length() - 1);
            Step body = block(0);
            if (sections.put(name, sketch -> drawn(sketch, head, body)) != null) {
                throw fault(header, "another section has this name");
            }
        }
        return sections;
    }

    private Step block(int indent) {
        List<Step> steps = new ArrayList<>();
        while (next < lines.size() && lines.get(next).indent == indent && !isHeader(lines.get(next))) {
            steps.add(statement(lines.get(next++)));
        }
        if (next < lines.size() && lines.get(next).indent > indent) {
            throw fault(lines.get(next), "the line is indented too far");
        }
        List<Step> all = List.copyOf(steps);
        return sketch -> all.forEach(step -> step.draw(sketch));
    }

    private Step statement(Line line) {
        String text = line.text;
        while (!WITH_BLOCK.contains(line.keyword()) && next < lines.size() && lines.get(next).indent > line.indent) {
            text += " " + lines.get(next++).text;
        }
        try {
            return located(line, statement(new Words(text), line.indent));
        } catch (SilhouetteException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw fault(line, String.valueOf(e.getMessage()));
        }
    }

    private Step statement(Words words, int indent) {
        String first = words.next("a statement");
        return switch (first) {
            case "if" -> conditional(words, indent);
            case "for" -> loop(words, indent);
            case "repeat" -> repeated(words, indent);
            case "within" -> within(words, indent);
            case "draw" -> section(words);
            case "shape" -> {
                String name = words.next("a name");
                Outline outline = OutlineParser.parse(words);
                yield sketch -> sketch.set(name, outline.in(sketch));
            }
            case "both" -> layer(words.next("a layer"), words, true);
            default -> words.accept("=") ? assignment(first, words.rest("a value")) : layer(first, words, false);
        };
    }

    private static Step layer(String name, Words words, boolean mirroredToo) {
        return Layer.named(name)
                .orElseThrow(() -> new IllegalArgumentException("there is no statement " + name))
                .step(words, mirroredToo);
    }

    private static Step assignment(String name, String text) {
        Expression value = ExpressionParser.parse(text);
        return sketch -> sketch.set(name, value.in(sketch));
    }

    private Step conditional(Words words, int indent) {
        Expression condition = ExpressionParser.parse(words.rest("a condition"));
        Step then = block(indent + 2);
        Step otherwise = otherwise(indent);
        return sketch -> (condition.in(sketch) != 0 ? then : otherwise).draw(sketch);
    }

    private Step otherwise(int indent) {
        if (next == lines.size()
                || lines.get(next).indent != indent
                || !lines.get(next).keyword().equals("else")) {
            return sketch -> {};
        }
        Line line = lines.get(next++);
        Words words = new Words(line.text);
        words.accept("else");
        if (words.accept("if")) {
            return conditional(words, indent);
        }
        if (!words.atEnd()) {
            throw fault(line, "after else comes nothing or if");
        }
        return block(indent + 2);
    }

    private Step loop(Words words, int indent) {
        String name = words.next("a name");
        if (words.accept("in")) {
            List<Expression> values = new ArrayList<>();
            while (!words.atEnd()) {
                values.add(ExpressionParser.parse(words.next("a value")));
            }
            Step body = block(indent + 2);
            return sketch -> values.forEach(value -> {
                sketch.set(name, value.in(sketch));
                body.draw(sketch);
            });
        }
        words.require("=");
        Expression from = ExpressionParser.parse(words.next("a value"));
        words.require("to");
        Expression to = ExpressionParser.parse(words.next("a value"));
        Expression by = ExpressionParser.parse(words.accept("by") ? words.next("a step") : "1");
        words.requireEnd();
        Step body = block(indent + 2);
        return sketch -> {
            double value = from.in(sketch);
            double last = to.in(sketch);
            double step = by.in(sketch);
            for (; step > 0 ? value <= last : value >= last; value += step) {
                sketch.set(name, value);
                body.draw(sketch);
            }
        };
    }

    private Step repeated(Words words, int indent) {
        Expression times = ExpressionParser.parse(words.rest("a number"));
        Step body = block(indent + 2);
        return sketch -> {
            for (double left = times.in(sketch); left > 0; left--) {
                body.draw(sketch);
            }
        };
    }

    private Step within(Words words, int indent) {
        Outline outline = OutlineParser.parse(words);
        Step body = block(indent + 2);
        return sketch -> sketch.canvas().within(outline.in(sketch), () -> body.draw(sketch));
    }

    private Step section(Words words) {
        String name = words.next("a section");
        List<Step> assignments = new ArrayList<>();
        while (!words.atEnd()) {
            String[] assignment = words.next("name=value").split("=", 2);
            if (assignment.length < 2) {
                throw new IllegalArgumentException("\"" + assignment[0] + "\" is not name=value");
            }
            assignments.add(assignment(assignment[0], assignment[1]));
        }
        return sketch -> {
            assignments.forEach(assignment -> assignment.draw(sketch));
            sections.apply(name).draw(sketch);
        };
    }

    private Step located(Line line, Step step) {
        return sketch -> {
            try {
                step.draw(sketch);
            } catch (SilhouetteException e) {
                throw e;
            } catch (IllegalArgumentException | IllegalStateException e) {
                throw fault(line, String.valueOf(e.getMessage()));
            }
        };
    }

    private static void drawn(Sketch sketch, Step first, Step second) {
        first.draw(sketch);
        second.draw(sketch);
    }

    private SilhouetteException fault(Line line, String sentence) {
        return new SilhouetteException(file + " line " + line.number + ": " + sentence);
    }

    private static boolean isHeader(Line line) {
        return line.text.startsWith("[") && line.text.endsWith("]");
    }
}
