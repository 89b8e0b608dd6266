package dev.twinset.worker.reference;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What events may refer to: at most one of a folder and a bucket. With neither, references are off.
 *
 * @param timeout of one image
 */
public record ReferenceSettings(Optional<Path> directory, Optional<S3Settings> s3, Duration timeout) {
    public ReferenceSettings {
        requireNonNull(timeout, "timeout is null");
        if (directory.isPresent() && s3.isPresent()) {
            throw new IllegalArgumentException("there are a folder and a bucket, expected one of both");
        }
    }

    /** Opens no connection; to be closed. */
    public Optional<ImageSource> source() {
        Optional<ImageSource> folder = directory.map(FolderImages::new);
        return folder.or(() -> s3.map(bucket -> new S3Images(bucket, timeout)));
    }
}
