package dev.twinset.trainer.evaluate.figures;

import dev.twinset.trainer.retrieval.Figure;

/**
 * How often a task's strongest class is the right one.
 *
 * @param accuracy among the queries whose label is a class of the model
 * @param unknown queries whose label the model has never met: they are left out
 */
public record HeadFigure(Figure accuracy, int unknown) {}
