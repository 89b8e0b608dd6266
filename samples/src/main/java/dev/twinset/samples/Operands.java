package dev.twinset.samples;

import java.util.List;
import java.util.stream.Stream;

/** Expressions in a row, one a word. */
record Operands(List<Expression> expressions) {
    Operands {
        expressions = List.copyOf(expressions);
    }

    static Operands read(Words words, int count) {
        return new Operands(Stream.generate(() -> ExpressionParser.parse(words.next(count + " numbers")))
                .limit(count)
                .toList());
    }

    double[] in(Sketch sketch) {
        double[] values = new double[expressions.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = expressions.get(i).in(sketch);
        }
        return values;
    }
}
