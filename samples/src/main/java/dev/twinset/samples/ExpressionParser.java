package dev.twinset.samples;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Reads an expression. From the loosest operator to the tightest: {@code c ? a : b}; {@code &}; {@code == < >};
 * {@code a..b}, a random number from a to b; {@code + -}; {@code * / %}; {@code - !}. Operands are numbers, names,
 * {@code #rrggbb}, the base colours in lower case and the functions below; angles are in degrees. Only what is needed
 * is evaluated, from left to right, so that the order of the random numbers is that of the text.
 */
final class ExpressionParser {
    private static final Pattern TOKEN =
            Pattern.compile("#\\p{XDigit}{6}|\\d+(?:\\.\\d+)?|\\w+|==|\\.\\.|[-+*/%<>?:!&(),]|\\S");

    private record Function(int arity, Body body) {}

    private interface Body {
        double of(Sketch sketch, double[] operands);
    }

    private static final Map<String, Function> FUNCTIONS = Map.ofEntries(
            Map.entry("int", new Function(2, (sketch, of) -> sketch.random().between((int) of[0], (int) of[1]))),
            Map.entry(
                    "chance",
                    new Function(1, (sketch, of) -> truth(sketch.random().chance(of[0])))),
            Map.entry(
                    "colour",
                    new Function(
                            0,
                            (sketch, of) -> Sketch.number(
                                    sketch.random().of(ArticleType.CLOTH).plain()))),
            Map.entry("darker", new Function(2, (sketch, of) -> mixed(of[0], Color.BLACK, of[1]))),
            Map.entry("lighter", new Function(2, (sketch, of) -> mixed(of[0], Color.WHITE, of[1]))),
            Map.entry("mixed", new Function(3, (sketch, of) -> mixed(of[0], Sketch.colour(of[1]), of[2]))),
            Map.entry("shadow", new Function(1, (sketch, of) -> translucent(Color.BLACK, of[0]))),
            Map.entry("shine", new Function(1, (sketch, of) -> translucent(Color.WHITE, of[0]))),
            Map.entry("light", new Function(1, (sketch, of) -> Shade.lightness(Sketch.colour(of[0])))),
            Map.entry("sin", new Function(1, (sketch, of) -> Math.sin(Math.toRadians(of[0])))),
            Map.entry("cos", new Function(1, (sketch, of) -> Math.cos(Math.toRadians(of[0])))),
            Map.entry("abs", new Function(1, (sketch, of) -> Math.abs(of[0]))),
            Map.entry("min", new Function(2, (sketch, of) -> Math.min(of[0], of[1]))),
            Map.entry("whole", new Function(1, (sketch, of) -> (int) of[0])));

    private final List<String> tokens;
    private int next;

    private ExpressionParser(String text) {
        tokens = TOKEN.matcher(text).results().map(MatchResult::group).toList();
    }

    /** @throws IllegalArgumentException saying what is wrong with {@code text} */
    static Expression parse(String text) {
        ExpressionParser parser = new ExpressionParser(text);
        Expression expression = parser.choice();
        if (parser.next < parser.tokens.size()) {
            throw new IllegalArgumentException("\"" + parser.peek() + "\" is not expected in \"" + text + "\"");
        }
        return expression;
    }

    private Expression choice() {
        Expression condition = both();
        if (!accepts("?")) {
            return condition;
        }
        Expression yes = choice();
        require(":");
        Expression no = choice();
        return sketch -> condition.in(sketch) != 0 ? yes.in(sketch) : no.in(sketch);
    }

    private Expression both() {
        Expression left = comparison();
        while (accepts("&")) {
            Expression one = left;
            Expression other = comparison();
            left = sketch -> truth(one.in(sketch) != 0 && other.in(sketch) != 0);
        }
        return left;
    }

    private Expression comparison() {
        Expression left = range();
        if (accepts("==")) {
            Expression right = range();
            return sketch -> truth(left.in(sketch) == right.in(sketch));
        }
        if (accepts("<")) {
            Expression right = range();
            return sketch -> truth(left.in(sketch) < right.in(sketch));
        }
        if (accepts(">")) {
            Expression right = range();
            return sketch -> truth(left.in(sketch) > right.in(sketch));
        }
        return left;
    }

    private Expression range() {
        Expression low = sum();
        if (!accepts("..")) {
            return low;
        }
        Expression high = sum();
        return sketch -> sketch.random().between(low.in(sketch), high.in(sketch));
    }

    private Expression sum() {
        Expression left = product();
        while (true) {
            Expression one = left;
            if (accepts("+")) {
                Expression other = product();
                left = sketch -> one.in(sketch) + other.in(sketch);
            } else if (accepts("-")) {
                Expression other = product();
                left = sketch -> one.in(sketch) - other.in(sketch);
            } else {
                return left;
            }
        }
    }

    private Expression product() {
        Expression left = unary();
        while (true) {
            Expression one = left;
            if (accepts("*")) {
                Expression other = unary();
                left = sketch -> one.in(sketch) * other.in(sketch);
            } else if (accepts("/")) {
                Expression other = unary();
                left = sketch -> one.in(sketch) / other.in(sketch);
            } else if (accepts("%")) {
                Expression other = unary();
                left = sketch -> one.in(sketch) % other.in(sketch);
            } else {
                return left;
            }
        }
    }

    private Expression unary() {
        if (accepts("-")) {
            Expression operand = unary();
            return sketch -> -operand.in(sketch);
        }
        if (accepts("!")) {
            Expression operand = unary();
            return sketch -> truth(operand.in(sketch) == 0);
        }
        return operand();
    }

    private Expression operand() {
        if (accepts("(")) {
            Expression inner = choice();
            require(")");
            return inner;
        }
        String token = peek();
        next++;
        if (token.startsWith("#") && token.length() > 1) {
            return constant(Sketch.number(Color.decode(token)));
        }
        if (Character.isDigit(token.charAt(0))) {
            return constant(Double.parseDouble(token));
        }
        if (!Character.isLetter(token.charAt(0))) {
            throw new IllegalArgumentException("\"" + token + "\" is not an operand");
        }
        if (accepts("(")) {
            return call(token);
        }
        return BaseColour.named(token)
                .map(colour -> constant(Sketch.number(colour.plain())))
                .orElse(sketch -> sketch.value(token));
    }

    private Expression call(String name) {
        Function function = FUNCTIONS.get(name);
        if (function == null) {
            throw new IllegalArgumentException("there is no function " + name + ", only " + FUNCTIONS.keySet());
        }
        List<Expression> operands = new ArrayList<>();
        for (int i = 0; i < function.arity; i++) {
            if (i > 0) {
                require(",");
            }
            operands.add(choice());
        }
        require(")");
        Operands read = new Operands(operands);
        return sketch -> function.body.of(sketch, read.in(sketch));
    }

    private boolean accepts(String token) {
        boolean accepted = peek().equals(token);
        next += accepted ? 1 : 0;
        return accepted;
    }

    private void require(String token) {
        if (!accepts(token)) {
            throw new IllegalArgumentException("\"" + peek() + "\" found where \"" + token + "\" is expected");
        }
    }

    private String peek() {
        return next < tokens.size() ? tokens.get(next) : " ";
    }

    private static Expression constant(double value) {
        return sketch -> value;
    }

    private static double truth(boolean value) {
        return value ? 1 : 0;
    }

    private static double mixed(double colour, Color other, double share) {
        return Sketch.number(Shade.mixed(Sketch.colour(colour), other, share));
    }

    private static double translucent(Color colour, double opacity) {
        return Sketch.number(Shade.translucent(colour, opacity));
    }
}
