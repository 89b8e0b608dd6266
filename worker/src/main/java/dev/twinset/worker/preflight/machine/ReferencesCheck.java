package dev.twinset.worker.preflight.machine;

import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Finding.Notes;
import dev.twinset.worker.preflight.finding.Text;
import dev.twinset.worker.reference.ImageSource;
import dev.twinset.worker.reference.ReferenceSettings;
import java.io.IOException;
import java.util.Optional;

/** Whether the folder or the bucket that events may refer to answers. */
public final class ReferencesCheck {
    public static final String NAME = "references";

    private ReferencesCheck() {}

    public static Finding examine(ReferenceSettings settings) {
        Optional<ImageSource> source = settings.source();
        if (source.isEmpty()) {
            return new Notes(NAME).finding("off");
        }
        try (ImageSource store = source.get()) {
            store.check();
            return new Notes(NAME).finding(store.toString());
        } catch (IOException e) {
            return Finding.failed(
                    NAME,
                    Text.of(e),
                    settings.directory().isPresent()
                            ? "mount the folder and let the worker's user read it, or correct references.directory"
                            : "start the store, correct references.s3.*, or give the key s3:ListBucket and s3:GetObject");
        }
    }
}
