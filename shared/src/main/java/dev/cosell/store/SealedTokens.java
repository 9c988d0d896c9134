package dev.cosell.store;

import com.azure.data.tables.models.TableEntity;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hands a text of ours to a caller so that only we can have written what comes back: where a list goes on is an address of
 * the CRM, and nobody else may choose those.
 *
 * <p>The key is random, made by the first instance that needs it and kept in table {@code system}.
 */
public final class SealedTokens {
    private static final String PARTITION = "seal";
    private static final String ROW = "key";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int LONGEST = 16 * 1024;

    private final Supplier<byte[]> key;

    public SealedTokens(Storage storage) {
        Table table = storage.table("system");
        this.key = Lazy.of(() -> key(table));
    }

    /**
     * The text with proof that it is ours.
     *
     * @param context what it belongs to, for instance the filter of a list; it opens with the same one only
     */
    public String seal(String context, String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        byte[] mac = mac(context, plain);
        byte[] sealed = Arrays.copyOf(mac, mac.length + plain.length);
        System.arraycopy(plain, 0, sealed, mac.length, plain.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    /** @throws dev.cosell.problem.Failure {@code REQUEST_UNREADABLE} for what {@link #seal} did not give in this context */
    public String open(String context, String token) {
        if (token.length() <= LONGEST) {
            byte[] sealed = decoded(token);
            int macLength = Math.min(KEY_BYTES, sealed.length);
            byte[] plain = Arrays.copyOfRange(sealed, macLength, sealed.length);
            if (MessageDigest.isEqual(Arrays.copyOf(sealed, macLength), mac(context, plain))) {
                return new String(plain, StandardCharsets.UTF_8);
            }
        }
        throw Problem.of(
                        ProblemCode.REQUEST_UNREADABLE,
                        "expected a continuation token from an earlier page of the same list, found " + token.length()
                                + " other characters")
                .failure();
    }

    private static byte[] decoded(String token) {
        try {
            return Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    private byte[] mac(String context, byte[] plain) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.get(), ALGORITHM));
            byte[] about = context.getBytes(StandardCharsets.UTF_8);
            mac.update((about.length + ":").getBytes(StandardCharsets.UTF_8));
            mac.update(about);
            return mac.doFinal(plain);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static byte[] key(Table table) {
        byte[] fresh = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(fresh);
        // Whoever comes second finds the key of the first.
        table.insert(new TableEntity(PARTITION, ROW)
                .addProperty(Document.VERSION, Document.CURRENT)
                .addProperty("key", fresh));
        return table.get(PARTITION, ROW)
                .map(row -> {
                    Document.checkVersion(row);
                    return row.getProperty("key") instanceof byte[] kept ? kept : fresh;
                })
                .orElse(fresh);
    }
}
