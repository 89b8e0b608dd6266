package dev.twinset.worker.app;

import static dev.twinset.worker.app.AllowedValues.range;
import static dev.twinset.worker.app.AllowedValues.text;

import dev.twinset.worker.reference.ReferenceSettings;
import dev.twinset.worker.reference.S3Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** The settings that begin with {@code references.}: where images lie that events refer to. */
final class ReferenceConfig {
    private ReferenceConfig() {}

    static void define(Settings settings) {
        settings.add(
                "references.directory",
                "",
                text("a directory, or empty", ".*"),
                "Mounted folder whose files events may refer to by ce_dataref. References are off unless this or"
                        + " references.s3.endpoint is set.");
        settings.add(
                "references.s3.endpoint",
                "",
                text("http:// or https:// with a host and perhaps a port, or empty", "(https?://[^/?#@\\s]+/?)?"),
                "S3-compatible store that has the bucket whose objects events may refer to, in place of a folder.");
        settings.add(
                "references.s3.bucket", "", text("a bucket, or empty", "([A-Za-z0-9._-]{3,255})?"), "That bucket.");
        settings.add(
                "references.s3.region", "us-east-1", text("a region", "[A-Za-z0-9-]{1,63}"), "That bucket's region.");
        settings.add(
                "references.s3.access.key.file",
                "",
                text("a file, or empty", ".*"),
                "File with the id of the access key, which needs s3:GetObject and s3:ListBucket.");
        settings.add(
                "references.s3.secret.key.file", "", text("a file, or empty", ".*"), "File with that key's secret.");
        settings.add(
                "references.timeout.ms",
                5000,
                range(100, 30_000, "ms"),
                "How long the image that an event refers to may take to arrive.");
    }

    static ReferenceSettings read(SettingValues values) {
        Optional<Path> directory = values.optional("references.directory").map(Path::of);
        Optional<S3Settings> s3 = values.optional("references.s3.endpoint")
                .map(endpoint -> new S3Settings(
                        URI.create(endpoint),
                        values.getString("references.s3.bucket"),
                        values.getString("references.s3.region"),
                        values.getString("references.s3.access.key.file"),
                        values.getString("references.s3.secret.key.file")));
        return new ReferenceSettings(directory, s3, values.millis("references.timeout.ms"));
    }
}
