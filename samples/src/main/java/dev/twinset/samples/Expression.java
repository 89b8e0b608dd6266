package dev.twinset.samples;

/** A number, a truth value (0 is false) or a colour (its ARGB bits, which a double holds exactly). */
interface Expression {
    double in(Sketch sketch);
}
