package dev.twinset.trainer.report;

/** Text as XChart can draw it. */
final class ChartLabel {
    private static final int LONGEST = 32;

    private ChartLabel() {}

    /**
     * One line that is short and never empty. Between two dollar signs XChart would see a formula, and look for a
     * library that is not here; of an empty text it cannot measure the size.
     */
    static String drawn(String text) {
        String line = text.codePoints()
                .map(point -> Character.isISOControl(point) ? ' ' : point)
                .limit(LONGEST)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        if (text.codePointCount(0, text.length()) > LONGEST) {
            line = line + "…";
        }
        if (line.isEmpty()) {
            return "–";
        }
        return line.endsWith("$") ? line + " " : line;
    }
}
