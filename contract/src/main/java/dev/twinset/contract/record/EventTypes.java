package dev.twinset.contract.record;

/** The CloudEvents types that travel. Public API: a change that a reader cannot ignore is a new version. */
public final class EventTypes {
    public static final String IMAGE_UPLOADED = "dev.twinset.image.uploaded.v1";
    public static final String IMAGE_QUERIED = "dev.twinset.image.queried.v1";
    public static final String IMAGE_DELETED = "dev.twinset.image.deleted.v1";
    public static final String IMAGE_REJECTED = "dev.twinset.image.rejected.v1";
    public static final String REDRIVE_MARKS = "dev.twinset.redrive.marks.v1";
    public static final String FEATURE = "dev.twinset.feature.v1";
    public static final String RECOMMENDATIONS = "dev.twinset.recommendations.v1";
    public static final String RECOMMENDATIONS_WITHDRAWN = "dev.twinset.recommendations.withdrawn.v1";

    public static final String ITEM_DESCRIBED = "dev.twinset.item.described.v1";
    public static final String ITEM_FORGOTTEN = "dev.twinset.item.forgotten.v1";

    public static final String MODEL_SERVING = "dev.twinset.model.serving.v1";
    public static final String MODEL_RETIRED = "dev.twinset.model.retired.v1";

    private EventTypes() {}

    /** {@code dev.twinset.image.uploaded.v7} becomes {@code dev.twinset.image.uploaded.v}. */
    public static String withoutVersion(String type) {
        int end = type.length();
        while (end > 0 && Character.isDigit(type.charAt(end - 1))) {
            end--;
        }
        return type.substring(0, end);
    }
}
