package dev.twinset.trainer.explore;

import dev.twinset.vision.image.ImageHeader;

/**
 * A picture that could be decoded.
 *
 * @param item its place in the catalogue
 * @param bytes of the file
 * @param digest the first half of the file's SHA-256, as hexadecimal digits: equal for copies
 */
record ScannedImage(int item, ImageHeader header, long bytes, String digest, ImageSignature signature) {}
