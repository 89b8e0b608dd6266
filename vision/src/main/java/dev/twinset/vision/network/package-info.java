@NullMarked
package dev.twinset.vision.network;

import org.jspecify.annotations.NullMarked;
