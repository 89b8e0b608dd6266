package dev.twinset.contract.option;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.contract.option.ItemFilter.Term;
import dev.twinset.contract.record.HeaderNames;
import dev.twinset.contract.record.UntrustedText;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the text of a filter from left to right, and writes its values. */
final class FilterText {
    private static final String SYNTAX = ",|%=!";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final String text;
    private int at;

    FilterText(String text) {
        this.text = text;
    }

    static String encoded(String value) {
        StringBuilder encoded = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (isPlain(c)) {
                encoded.append(c);
            } else {
                for (byte octet : Character.toString(c).getBytes(UTF_8)) {
                    encoded.append('%').append(HEX.toHexDigits(octet));
                }
            }
        }
        return encoded.toString();
    }

    private static boolean isPlain(char c) {
        return SYNTAX.indexOf(c) < 0 && !Character.isISOControl(c);
    }

    List<Term> terms() {
        List<Term> terms = new ArrayList<>();
        do {
            if (terms.size() == ItemFilter.MOST_TERMS) {
                throw unexpected("at most " + ItemFilter.MOST_TERMS + " terms");
            }
            terms.add(term());
        } while (accept(','));
        return terms;
    }

    private Term term() {
        boolean minus = accept('-');
        String name = name();
        if (atTermsEnd()) {
            return new Term(name, minus, true, Set.of());
        }
        if (minus) {
            throw unexpected("',' or the end behind \"-" + name + '"');
        }
        boolean excludes = accept('!');
        if (!accept('=')) {
            throw unexpected(excludes ? "'=' behind '!'" : "',', '=', '!=' or the end behind \"" + name + '"');
        }
        boolean impossible = !excludes && atTermsEnd();
        return new Term(name, excludes, false, impossible ? Set.of("") : values());
    }

    private String name() {
        int start = at;
        while (at < text.length() && HeaderNames.isNameCharacter(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw unexpected("the name of an attribute in lower-case letters and digits");
        }
        return text.substring(start, at);
    }

    private Set<String> values() {
        Set<String> values = new LinkedHashSet<>();
        do {
            if (values.size() == ItemFilter.MOST_VALUES) {
                throw unexpected("at most " + ItemFilter.MOST_VALUES + " values");
            }
            values.add(value());
        } while (accept('|'));
        if (!atTermsEnd()) {
            throw unexpected("',', '|', the end, or a value with , | % = ! and control characters percent-encoded");
        }
        return values;
    }

    private String value() {
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '%') {
                value.append(decoded());
            } else if (isPlain(c)) {
                value.append(c);
                at++;
            } else {
                break;
            }
        }
        if (value.isEmpty()) {
            throw unexpected("a value");
        }
        return value.toString();
    }

    /** The characters of percent-encoded bytes that stand side by side. */
    private String decoded() {
        int start = at;
        var utf8 = new ByteArrayOutputStream();
        while (at < text.length() && text.charAt(at) == '%') {
            if (at + 2 >= text.length() || !isHex(text.charAt(at + 1)) || !isHex(text.charAt(at + 2))) {
                throw unexpected("'%' and two hexadecimal digits");
            }
            utf8.write(HexFormat.fromHexDigits(text, at + 1, at + 3));
            at += 3;
        }
        return UntrustedText.strict(utf8.toByteArray()).orElseThrow(() -> {
            at = start;
            return unexpected("percent-encoded UTF-8");
        });
    }

    private static boolean isHex(char c) {
        return HexFormat.isHexDigit(c);
    }

    private boolean atTermsEnd() {
        return at == text.length() || text.charAt(at) == ',';
    }

    private boolean accept(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private IllegalArgumentException unexpected(String expected) {
        String there = at == text.length() ? "its end" : UntrustedText.quote(Character.toString(text.codePointAt(at)));
        return new IllegalArgumentException("filter is " + UntrustedText.quote(text) + " with " + there
                + " at character " + (at + 1) + ", expected " + expected);
    }
}
