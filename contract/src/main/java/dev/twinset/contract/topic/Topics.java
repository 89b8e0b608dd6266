package dev.twinset.contract.topic;

import static java.util.Objects.requireNonNull;

/**
 * The names of the topics.
 *
 * @param images uploads and deletions, keyed by item id
 * @param queries images that are asked about, keyed by query id
 * @param attributes what is said of items beside their images, keyed by item id
 * @param models which model answers; one partition
 * @param featuresPrefix the changelog of a model is {@code <prefix>.<modelId>}
 * @param recommendations the answers, keyed by item or query id
 * @param rejected the dead letters
 */
public record Topics(
        String images,
        String queries,
        String attributes,
        String models,
        String featuresPrefix,
        String recommendations,
        String rejected) {
    public static final Topics DEFAULT = new Topics(
            "catalog.images",
            "catalog.queries",
            "catalog.attributes",
            "catalog.models",
            "catalog.features",
            "catalog.recommendations",
            "catalog.images.rejected");

    public Topics {
        requireNonNull(images, "images is null");
        requireNonNull(queries, "queries is null");
        requireNonNull(attributes, "attributes is null");
        requireNonNull(models, "models is null");
        requireNonNull(featuresPrefix, "featuresPrefix is null");
        requireNonNull(recommendations, "recommendations is null");
        requireNonNull(rejected, "rejected is null");
    }

    /** The ledger of the dead letters that were sent again. */
    public String redriven() {
        return rejected + ".redriven";
    }

    /** The changelog of one model: vectors of two models never share a topic. */
    public String features(String modelId) {
        return featuresPrefix + "." + modelId;
    }
}
