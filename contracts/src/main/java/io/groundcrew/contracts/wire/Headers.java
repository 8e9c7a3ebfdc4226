package io.groundcrew.contracts.wire;

/** Record headers. */
public final class Headers {

    /** Ed25519 signature over the exact bytes of the record's value. */
    public static final String SIGNATURE = "groundcrew-signature";

    /** Id of the key that made the signature. */
    public static final String KEY_ID = "groundcrew-key";

    /** Why a record was put into {@link Topics#REJECTED}, as UTF-8 text. */
    public static final String REJECTED_REASON = "groundcrew-reason";

    /** The topic a rejected record came from. */
    public static final String REJECTED_TOPIC = "groundcrew-topic";

    private Headers() {}
}
