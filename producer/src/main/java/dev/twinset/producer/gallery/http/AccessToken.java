package dev.twinset.producer.gallery.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that opens the gallery: given as it is in a header or on the login page, as a code that works once, or as
 * a cookie derived from it, which outlives this process but not the token. Compared in constant time; never printed.
 * Any thread.
 */
public final class AccessToken {
    private static final int MIN_CHARS = 16;
    private static final int CODE_BYTES = 16;

    private final byte[] token;
    private final byte[] cookie;
    private final byte[] code;
    private final AtomicBoolean redeemed = new AtomicBoolean();

    private AccessToken(String token, byte[] code) {
        this.token = token.getBytes(UTF_8);
        this.cookie = derived(this.token);
        this.code = code;
    }

    /**
     * @param file its first line is the token, at least 16 characters
     * @throws IOException if the file cannot be read or the token is too short; the message does not hold it
     */
    public static AccessToken read(Path file) throws IOException {
        String token = Files.readString(file).lines().findFirst().orElse("").strip();
        if (token.length() < MIN_CHARS) {
            throw new IOException("the token in " + file + " has " + token.length() + " characters, expected at least "
                    + MIN_CHARS + ": openssl rand -hex 24 > " + file);
        }
        byte[] code = new byte[CODE_BYTES];
        new SecureRandom().nextBytes(code);
        return new AccessToken(token, HexFormat.of().formatHex(code).getBytes(UTF_8));
    }

    public boolean isToken(String candidate) {
        return same(token, candidate);
    }

    boolean isCookie(String candidate) {
        return same(cookie, candidate);
    }

    String cookie() {
        return new String(cookie, UTF_8);
    }

    /** For the address that is printed; empty once it was used. */
    public Optional<String> code() {
        return redeemed.get() ? Optional.empty() : Optional.of(new String(code, UTF_8));
    }

    /** True once, for the right code. */
    public boolean redeem(String candidate) {
        return same(code, candidate) && redeemed.compareAndSet(false, true);
    }

    private static boolean same(byte[] secret, String candidate) {
        // of their digests, so that not even the length shows
        return MessageDigest.isEqual(derived(secret), derived(candidate.getBytes(UTF_8)));
    }

    private static byte[] derived(byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec("twinset gallery".getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(secret)).getBytes(UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }
}
