package dev.twinset.trainer.explore;

/**
 * An item whose picture cannot be used.
 *
 * @param file as the catalogue names it
 * @param reason one clause for a person
 */
record BrokenImage(String id, String file, String reason) {}
