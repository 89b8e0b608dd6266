package dev.twinset.worker.reference;

import static java.util.Objects.requireNonNull;

import java.net.URI;

/**
 * A bucket of an S3-compatible store.
 *
 * @param accessKeyFile the file that holds the access key's id
 * @param secretKeyFile the file that holds the secret of that key
 */
public record S3Settings(URI endpoint, String bucket, String region, String accessKeyFile, String secretKeyFile) {
    public S3Settings {
        requireNonNull(endpoint, "endpoint is null");
        requireNonNull(bucket, "bucket is null");
        requireNonNull(region, "region is null");
        requireNonNull(accessKeyFile, "accessKeyFile is null");
        requireNonNull(secretKeyFile, "secretKeyFile is null");
    }
}
