package dev.twinset.samples;

import java.util.ArrayList;
import java.util.List;

/** The words of one statement, read from left to right. For one thread. */
final class Words {
    private final List<String> words;
    private int next;

    Words(String text) {
        words = List.of(text.strip().split("\\s+"));
    }

    String next(String expected) {
        if (next == words.size()) {
            throw new IllegalArgumentException("the line ends where " + expected + " should follow");
        }
        return words.get(next++);
    }

    boolean accept(String word) {
        boolean accepted = next < words.size() && words.get(next).equals(word);
        next += accepted ? 1 : 0;
        return accepted;
    }

    boolean atEnd() {
        return next == words.size();
    }

    /** What is left, as one text. */
    String rest(String expected) {
        List<String> rest = new ArrayList<>(List.of(next(expected)));
        while (!atEnd()) {
            rest.add(next(expected));
        }
        return String.join(" ", rest);
    }

    void require(String word) {
        if (!accept(word)) {
            throw new IllegalArgumentException("expected " + word + (atEnd() ? "" : " before " + words.get(next)));
        }
    }

    void requireEnd() {
        if (!atEnd()) {
            throw new IllegalArgumentException("\"" + words.get(next) + "\" is not expected here");
        }
    }
}
