package dev.twinset.worker.reference;

import dev.twinset.contract.record.UntrustedText;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.kafka.secret.SecretSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.HttpStatusCode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.InvalidObjectStateException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects of a bucket. Neither the client nor its HTTP connection follows a redirect. */
final class S3Images implements ImageSource {
    private final S3Settings settings;
    private final S3Client client;

    S3Images(S3Settings settings, Duration timeout) {
        this.settings = settings;
        // the caller gives up after the timeout; a connection that is dead ends soon after by itself
        var http = UrlConnectionHttpClient.builder().connectionTimeout(timeout).socketTimeout(timeout.multipliedBy(2));
        this.client = S3Client.builder()
                .endpointOverride(settings.endpoint())
                .region(Region.of(settings.region()))
                .forcePathStyle(true)
                .credentialsProvider(this::credentials)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED) // content-sha256 is ours
                .httpClientBuilder(http)
                .overrideConfiguration(client -> client.retryStrategy(RetryMode.STANDARD)
                        .defaultProfileFile(ProfileFile.aggregator().build())) // nothing of ~/.aws
                .build();
    }

    /** Read for each request: a key that was replaced is used at once. */
    private AwsCredentials credentials() {
        try {
            return AwsBasicCredentials.create(
                    SecretSettings.read(settings.accessKeyFile()), SecretSettings.read(settings.secretKeyFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] read(String key) throws IOException, RejectedEventException {
        try (ResponseInputStream<GetObjectResponse> in =
                client.getObject(get -> get.bucket(settings.bucket()).key(key))) {
            try {
                return ImageSource.readAll(in, key);
            } catch (RejectedEventException e) {
                in.abort(); // closing would read the rest
                throw e;
            }
        } catch (NoSuchKeyException e) {
            throw ImageSource.refusal(
                    RejectionReason.REF_NOT_FOUND, key, "does not exist in the bucket " + settings.bucket());
        } catch (InvalidObjectStateException e) {
            throw ImageSource.refusal(RejectionReason.REF_NOT_FOUND, key, "is archived and cannot be read");
        } catch (S3Exception e) {
            if (e.statusCode() != HttpStatusCode.FORBIDDEN) {
                throw failed(e);
            }
            check(); // a key that the store does not know is refused everything
            throw ImageSource.refusal(
                    RejectionReason.REF_FORBIDDEN,
                    key,
                    "is refused by the bucket " + settings.bucket() + ", which answers otherwise: "
                            + UntrustedText.escape(String.valueOf(e.getMessage())));
        } catch (SdkException | UncheckedIOException | IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void check() throws IOException {
        try {
            client.headBucket(head -> head.bucket(settings.bucket()));
        } catch (SdkException | UncheckedIOException e) {
            throw failed(e);
        }
    }

    private IOException failed(Exception e) {
        return new IOException(
                this + " does not answer as it should: " + UntrustedText.escape(String.valueOf(e.getMessage())), e);
    }

    @Override
    public String toString() {
        return "bucket " + settings.bucket() + " at references.s3.endpoint " + settings.endpoint();
    }

    @Override
    public void close() {
        client.close();
    }
}
