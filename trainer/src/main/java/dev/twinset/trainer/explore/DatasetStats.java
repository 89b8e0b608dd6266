package dev.twinset.trainer.explore;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * All that is known of a data set: {@code explore.json} holds it under these names.
 *
 * @param catalog its path as it was given
 * @param explored when, ISO 8601
 * @param items rows of the catalogue, or pictures of a plain folder
 * @param columns each column of labels; those that name each item, such as a title, are left out
 * @param namingColumns the columns left out
 * @param crossViews pairs of columns
 * @param ceilings of precision@5, one for each column that tells the kind of product, the most exact first
 * @param images those that can be decoded
 * @param broken pictures that are there and cannot be decoded
 * @param itemsWithoutImage ids
 * @param imagesWithoutItem file names
 * @param copies files of the same bytes
 * @param nearDuplicates different files that look the same
 */
record DatasetStats(
        String catalog,
        String explored,
        int items,
        List<ColumnStats> columns,
        List<String> namingColumns,
        List<CrossTabulation> crossViews,
        List<PrecisionCeiling> ceilings,
        ImageStats images,
        List<BrokenImage> broken,
        List<String> itemsWithoutImage,
        List<String> imagesWithoutItem,
        DuplicateStats copies,
        @JsonProperty("lookalikes") DuplicateStats nearDuplicates) {}
