package dev.twinset.samples;

import static java.util.Objects.requireNonNull;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What is drawn, by the names of the Fashion Product Images set: {@code articles.csv}, whose lists of choices are in
 * {@code choices.properties}.
 *
 * @param weight how often: 1 is the rarest
 */
record ArticleType(
        String label,
        String masterCategory,
        String subCategory,
        int weight,
        List<String> genders,
        List<BaseColour> colours,
        List<Pattern> patterns,
        List<String> usages) {
    private static final Properties CHOICES = choices();

    static final List<ArticleType> ALL = all();

    /** The colours of cloth, from which trims and prints are taken as well. */
    static final List<BaseColour> CLOTH = choices("colours", "cloth", BaseColour::valueOf);

    private static final List<ArticleType> BY_WEIGHT = ALL.stream()
            .flatMap(type -> Collections.nCopies(type.weight, type).stream())
            .toList();

    ArticleType {
        genders = List.copyOf(genders);
        colours = List.copyOf(colours);
        patterns = List.copyOf(patterns);
        usages = List.copyOf(usages);
    }

    static ArticleType random(RandomSource random) {
        return random.of(BY_WEIGHT);
    }

    private static List<ArticleType> all() {
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(Resources.text("articles.csv"))) {
            return rows.stream().map(ArticleType::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ArticleType of(NamedCsvRecord row) {
        return new ArticleType(
                row.getField("articleType"),
                row.getField("masterCategory"),
                row.getField("subCategory"),
                Integer.parseInt(row.getField("weight")),
                choices(row, "genders", Function.identity()),
                choices(row, "colours", BaseColour::valueOf),
                choices(row, "patterns", Pattern::valueOf),
                choices(row, "usages", Function.identity()));
    }

    private static <T> List<T> choices(NamedCsvRecord row, String column, Function<String, T> value) {
        return choices(column, row.getField(column), value);
    }

    private static <T> List<T> choices(String column, String list, Function<String, T> value) {
        String key = column + "." + list;
        String values = requireNonNull(CHOICES.getProperty(key), key + " is missing in choices.properties");
        return Stream.of(values.split(", ")).map(value).toList();
    }

    private static Properties choices() {
        Properties choices = new Properties();
        try {
            choices.load(new StringReader(Resources.text("choices.properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return choices;
    }
}
