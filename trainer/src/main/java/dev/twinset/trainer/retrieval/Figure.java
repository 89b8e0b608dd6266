package dev.twinset.trainer.retrieval;

/**
 * A mean over queries.
 *
 * @param low bottom of the 95 % interval of its resampled means
 * @param high top of it
 * @param queries that could be scored
 */
public record Figure(double value, double low, double high, int queries) {}
