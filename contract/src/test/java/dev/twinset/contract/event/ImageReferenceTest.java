package dev.twinset.contract.event;

import static dev.twinset.contract.Samples.CODEC;
import static dev.twinset.contract.Samples.JPEG;
import static dev.twinset.contract.Samples.TOPICS;
import static dev.twinset.contract.Samples.arrived;
import static dev.twinset.contract.Samples.header;
import static dev.twinset.contract.Samples.image;
import static dev.twinset.contract.Samples.record;
import static dev.twinset.contract.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.twinset.contract.record.Digest;
import dev.twinset.contract.record.EventHeader;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.record.UntrustedText;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.Rejection;
import dev.twinset.contract.rejection.RejectionReason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageReferenceTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/etc/passwd",
                "//host/share/x.jpg",
                "..",
                "../x.jpg",
                "a/../../x.jpg",
                "a/..",
                ".",
                "./x.jpg",
                "a/./x.jpg",
                "a//x.jpg",
                "images/",
                "..\\x.jpg",
                "a\\x.jpg",
                "\\\\host\\share\\x.jpg",
                "C:\\x.jpg",
                "C:/x.jpg",
                "file:///etc/passwd",
                "file:x.jpg",
                "http://169.254.169.254/latest/meta-data",
                "HTTPS://example.com/x.jpg",
                "s3://bucket/x.jpg",
                "jar:file:x.jar!/x.jpg",
                "a\u0000.jpg",
                "a\nb.jpg",
                "a\u007Fb.jpg",
                "a\u0085b.jpg",
                "gpj.\u202Etac"
            })
    void aKeyThatIsNotASafeRelativeOneIsRefused(String key) {
        Rejection rejection = refused(reference("a", header("ce_dataref", key)));

        assertThat(rejection.reason()).isEqualTo(RejectionReason.REF_FORBIDDEN);
        assertThat(rejection.detail()).startsWith("ce_dataref is ").contains("expected a key relative to");
        assertThat(rejection.detail().codePoints()).noneMatch(UntrustedText::isUnsafe);
        assertThatIllegalArgumentException().isThrownBy(() -> new ImageReference(key, Optional.empty()));
    }

    /** Nothing is decoded, so these are names like any other; a store has no such file unless it has that name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.jpg",
                "images/1.jpg",
                "a b/ü 🧥.jpg",
                "%2e%2e/%2e%2e/etc/passwd",
                "..%2fetc%2fpasswd",
                "%2Fetc",
                "a%00.jpg",
                "...",
                "..a/b..",
                "~root/x",
                "$HOME/x",
                "a?b#c",
                "a/b:c.jpg"
            })
    void anyOtherKeyIsTakenAsItIs(String key) throws Exception {
        ImageUploaded upload = (ImageUploaded) CODEC.event(reference("a", header("ce_dataref", key)));

        assertThat(upload.image()).isEqualTo(new ImageReference(key, Optional.empty()));
    }

    @Test
    void aKeyHasAtMost1024BytesOfUtf8() {
        assertThatCode(() -> CODEC.event(reference("a", header("ce_dataref", "é".repeat(512)))))
                .doesNotThrowAnyException();
        assertThat(refused(reference("a", header("ce_dataref", "é".repeat(512) + "x")))
                        .detail())
                .isEqualTo("ce_dataref is 1025 bytes, expected at most 1024");
        assertThat(refused(reference("a", new EventHeader("ce_dataref", new byte[] {'a', (byte) 0xFF})))
                        .detail())
                .contains("is not UTF-8");
    }

    @Test
    void aReferenceStandsInPlaceOfAValueAndNotBesideOne() {
        Rejection beside = refused(image("a", header("ce_dataref", "1.jpg")));
        Rejection deletion = refused(new EventRecord(
                TOPICS.images(),
                0,
                0,
                0,
                Optional.of(utf8("a")),
                Optional.empty(),
                List.of(header("ce_dataref", "1.jpg"))));

        assertThat(beside.reason()).isEqualTo(RejectionReason.REF_FORBIDDEN);
        assertThat(beside.detail()).contains("beside a value of 7 bytes");
        assertThat(deletion.reason()).isEqualTo(RejectionReason.REF_FORBIDDEN);
        assertThat(deletion.detail()).contains("on a deletion, expected an empty value");
    }

    @Test
    void uploadsAndQueriesAreReadBackAsTheyWereWritten() throws Exception {
        ImageReference reference = new ImageReference("images/1.jpg", Optional.of(Digest.sha256(JPEG)));
        ImageUploaded upload = new ImageUploaded(
                "item-1", "e1", reference, Map.of("category", "Shoes"), Optional.empty(), Optional.empty());
        ImageQueried query = new ImageQueried("query-1", "e2", reference, Optional.empty(), Optional.empty());

        OutgoingRecord sent = CODEC.event(upload);

        assertThat(sent.value().orElseThrow()).isEmpty();
        ImageUploaded read = (ImageUploaded) CODEC.event(arrived(sent));
        assertThat(read.image()).isEqualTo(reference);
        assertThat(read.attributes()).containsEntry("category", "Shoes").hasSize(1);
        assertThat(((ImageQueried) CODEC.event(arrived(CODEC.event(query)))).image())
                .isEqualTo(reference);
    }

    @Test
    void whatIsReadMustBeTheImageThatWasMeant() {
        ImageReference meant = new ImageReference("1.jpg", Optional.of(Digest.sha256(JPEG)));

        assertThatCode(() -> meant.check(JPEG)).doesNotThrowAnyException();
        assertThat(reason(meant, utf8("another"))).isEqualTo(RejectionReason.CHECKSUM_MISMATCH);
        assertThat(reason(meant, new byte[0])).isEqualTo(RejectionReason.EMPTY);
        assertThatCode(() -> new ImageReference("1.jpg", Optional.empty()).check(JPEG))
                .doesNotThrowAnyException();
    }

    private static RejectionReason reason(ImageReference meant, byte[] read) {
        RejectedEventException e = catchThrowableOfType(RejectedEventException.class, () -> meant.check(read));
        assertThat(e.rejection().detail()).contains("image \"1.jpg\"");
        return e.rejection().reason();
    }

    private static EventRecord reference(String id, EventHeader header) {
        return record(TOPICS.images(), utf8(id), new byte[0], header);
    }

    private static Rejection refused(EventRecord record) {
        RejectedEventException e = catchThrowableOfType(RejectedEventException.class, () -> CODEC.event(record));
        assertThat(e).isNotNull();
        return e.rejection();
    }
}
