package dev.twinset.contract.event;

/** What an event says of its image: the image itself, or where it lies. */
public sealed interface ImageData permits InlineImage, ImageReference {}
