package dev.twinset.trainer.command;

import dev.twinset.trainer.dataset.UnreadableImage;
import java.io.PrintWriter;
import java.util.List;

/** Prints the images that were left out. */
final class UnreadableImages {
    private static final int MOST_LINES = 20;

    private UnreadableImages() {}

    static void print(List<UnreadableImage> images, PrintWriter out) {
        if (images.isEmpty()) {
            return;
        }
        out.println(images.size() + " images left out:");
        images.stream().limit(MOST_LINES).forEach(image -> out.println("  " + image.id() + ": " + image.reason()));
        if (images.size() > MOST_LINES) {
            out.println("  and " + (images.size() - MOST_LINES) + " more");
        }
    }
}
