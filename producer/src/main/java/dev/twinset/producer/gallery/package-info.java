/**
 * The gallery: a web page on which a catalogue's answers arrive as pictures.
 * {@link dev.twinset.producer.gallery.Gallery} is the door; it builds everything from two followers of topics to the
 * server.
 */
@NullMarked
package dev.twinset.producer.gallery;

import org.jspecify.annotations.NullMarked;
