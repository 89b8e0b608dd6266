package dev.twinset.samples;

import java.util.Collections;
import java.util.List;

/**
 * What is drawn, by the names of the Fashion Product Images set.
 *
 * @param weight how often: 1 is the rarest
 */
record ArticleType(
        String label,
        String subCategory,
        int weight,
        List<String> genders,
        List<BaseColour> colours,
        List<Pattern> patterns,
        List<String> usages,
        Silhouette silhouette) {
    static final List<ArticleType> ALL = List.of(
            new ArticleType(
                    "Tshirts", "Topwear", 10, People.ALL, BaseColour.CLOTH, Pattern.KNIT, Usage.LIGHT, Tops::tshirt),
            new ArticleType(
                    "Shirts", "Topwear", 8, People.ALL, BaseColour.CLOTH, Pattern.WOVEN, Usage.SMART, Tops::shirt),
            new ArticleType(
                    "Tops", "Topwear", 5, People.FEMALE, BaseColour.CLOTH, Pattern.FLOWING, Usage.EASY, Tops::top),
            new ArticleType(
                    "Kurtas", "Topwear", 4, People.ADULT, BaseColour.CLOTH, Pattern.FLOWING, Usage.ETHNIC, Tops::kurta),
            new ArticleType(
                    "Sweaters", "Topwear", 3, People.ALL, BaseColour.CLOTH, Pattern.KNIT, Usage.EASY, Tops::sweater),
            new ArticleType(
                    "Jackets", "Topwear", 3, People.ALL, BaseColour.SOBER, Pattern.SMOOTH, Usage.LIGHT, Tops::jacket),
            new ArticleType(
                    "Dresses",
                    "Dress",
                    4,
                    People.FEMALE,
                    BaseColour.CLOTH,
                    Pattern.FLOWING,
                    Usage.FESTIVE,
                    Tops::dress),
            new ArticleType(
                    "Jeans", "Bottomwear", 5, People.ALL, BaseColour.DENIM, Pattern.SMOOTH, Usage.EASY, Bottoms::jeans),
            new ArticleType(
                    "Trousers",
                    "Bottomwear",
                    4,
                    People.ADULT,
                    BaseColour.SOBER,
                    Pattern.SMOOTH,
                    Usage.SMART,
                    Bottoms::trousers),
            new ArticleType(
                    "Track Pants",
                    "Bottomwear",
                    3,
                    People.ALL,
                    BaseColour.SOBER,
                    Pattern.SMOOTH,
                    Usage.SPORTS,
                    Bottoms::trackPants),
            new ArticleType(
                    "Shorts",
                    "Bottomwear",
                    4,
                    People.ALL,
                    BaseColour.CLOTH,
                    Pattern.WOVEN,
                    Usage.LIGHT,
                    Bottoms::shorts),
            new ArticleType(
                    "Skirts",
                    "Bottomwear",
                    3,
                    People.FEMALE,
                    BaseColour.CLOTH,
                    Pattern.FLOWING,
                    Usage.EASY,
                    Bottoms::skirt),
            new ArticleType(
                    "Socks", "Socks", 2, People.ALL, BaseColour.CLOTH, Pattern.KNIT, Usage.LIGHT, Accessories::socks),
            new ArticleType(
                    "Casual Shoes", "Shoes", 6, People.ALL, BaseColour.CLOTH, Pattern.FANCY, Usage.EASY, Shoes::casual),
            new ArticleType(
                    "Sports Shoes",
                    "Shoes",
                    5,
                    People.ADULT,
                    BaseColour.CLOTH,
                    Pattern.SMOOTH,
                    Usage.SPORTS,
                    Shoes::sports),
            new ArticleType(
                    "Formal Shoes",
                    "Shoes",
                    3,
                    People.MALE,
                    BaseColour.LEATHER,
                    Pattern.SMOOTH,
                    Usage.FORMAL,
                    Shoes::formal),
            new ArticleType(
                    "Heels",
                    "Shoes",
                    5,
                    People.FEMALE,
                    BaseColour.LEATHER_AND_BRIGHT,
                    Pattern.SMOOTH,
                    Usage.FESTIVE,
                    Shoes::heels),
            new ArticleType(
                    "Flats",
                    "Shoes",
                    3,
                    People.FEMALE,
                    BaseColour.LEATHER_AND_BRIGHT,
                    Pattern.FANCY,
                    Usage.EASY,
                    Shoes::flats),
            new ArticleType(
                    "Boots", "Shoes", 3, People.ADULT, BaseColour.LEATHER, Pattern.SMOOTH, Usage.EASY, Shoes::boots),
            new ArticleType(
                    "Sandals",
                    "Sandal",
                    4,
                    People.ADULT,
                    BaseColour.LEATHER_AND_BRIGHT,
                    Pattern.SMOOTH,
                    Usage.EASY,
                    Shoes::sandals),
            new ArticleType(
                    "Flip Flops",
                    "Flip Flops",
                    3,
                    People.ADULT,
                    BaseColour.CLOTH,
                    Pattern.FANCY,
                    Usage.EASY,
                    Shoes::flipFlops),
            new ArticleType(
                    "Handbags",
                    "Bags",
                    6,
                    People.FEMALE,
                    BaseColour.LEATHER_AND_BRIGHT,
                    Pattern.FANCY,
                    Usage.EASY,
                    Bags::handbag),
            new ArticleType(
                    "Backpacks",
                    "Bags",
                    4,
                    People.ANYONE,
                    BaseColour.CLOTH,
                    Pattern.FANCY,
                    Usage.LIGHT,
                    Bags::backpack),
            new ArticleType(
                    "Clutches",
                    "Bags",
                    3,
                    People.FEMALE,
                    BaseColour.LEATHER_AND_BRIGHT,
                    Pattern.FANCY,
                    Usage.FESTIVE,
                    Bags::clutch),
            new ArticleType(
                    "Wallets",
                    "Wallets",
                    4,
                    People.ADULT,
                    BaseColour.LEATHER,
                    Pattern.SMOOTH,
                    Usage.EASY,
                    Bags::wallet),
            new ArticleType(
                    "Watches",
                    "Watches",
                    6,
                    People.ADULT,
                    BaseColour.LEATHER,
                    Pattern.PLAIN_ONLY,
                    Usage.EASY,
                    Accessories::watch),
            new ArticleType(
                    "Belts",
                    "Belts",
                    4,
                    People.ADULT,
                    BaseColour.LEATHER,
                    Pattern.PLAIN_ONLY,
                    Usage.SMART,
                    Accessories::belt),
            new ArticleType(
                    "Caps",
                    "Headwear",
                    3,
                    People.ANYONE,
                    BaseColour.CLOTH,
                    Pattern.FANCY,
                    Usage.LIGHT,
                    Accessories::cap),
            new ArticleType(
                    "Sunglasses",
                    "Eyewear",
                    4,
                    People.ADULT,
                    BaseColour.LEATHER_AND_BRIGHT,
                    Pattern.PLAIN_ONLY,
                    Usage.EASY,
                    Accessories::sunglasses),
            new ArticleType(
                    "Ties", "Ties", 3, People.MALE, BaseColour.CLOTH, Pattern.SILK, Usage.FORMAL, Accessories::tie),
            new ArticleType(
                    "Scarves",
                    "Scarves",
                    3,
                    People.FEMALE,
                    BaseColour.CLOTH,
                    Pattern.FLOWING,
                    Usage.EASY,
                    Accessories::scarf),
            new ArticleType(
                    "Earrings",
                    "Jewellery",
                    3,
                    People.FEMALE,
                    BaseColour.METAL,
                    Pattern.PLAIN_ONLY,
                    Usage.FESTIVE,
                    Jewellery::earrings),
            new ArticleType(
                    "Necklace and Chains",
                    "Jewellery",
                    2,
                    People.FEMALE,
                    BaseColour.METAL,
                    Pattern.PLAIN_ONLY,
                    Usage.FESTIVE,
                    Jewellery::necklace));

    private static final List<ArticleType> BY_WEIGHT = ALL.stream()
            .flatMap(type -> Collections.nCopies(type.weight, type).stream())
            .toList();

    static ArticleType rolled(RandomSource random) {
        return random.of(BY_WEIGHT);
    }

    String masterCategory() {
        return switch (subCategory) {
            case "Topwear", "Bottomwear", "Dress", "Socks" -> "Apparel";
            case "Shoes", "Sandal", "Flip Flops" -> "Footwear";
            default -> "Accessories";
        };
    }

    private static final class People {
        static final List<String> ALL = List.of("Men", "Men", "Men", "Women", "Women", "Women", "Boys", "Girls");
        static final List<String> ADULT = List.of("Men", "Women");
        static final List<String> ANYONE = List.of("Men", "Women", "Unisex", "Unisex");
        static final List<String> MALE = List.of("Men");
        static final List<String> FEMALE = List.of("Women", "Women", "Women", "Women", "Girls");
    }

    private static final class Usage {
        static final List<String> EASY = List.of("Casual");
        static final List<String> LIGHT = List.of("Casual", "Casual", "Casual", "Sports");
        static final List<String> SMART = List.of("Casual", "Casual", "Formal");
        static final List<String> SPORTS = List.of("Sports", "Sports", "Sports", "Casual");
        static final List<String> FORMAL = List.of("Formal");
        static final List<String> ETHNIC = List.of("Ethnic");
        static final List<String> FESTIVE = List.of("Casual", "Casual", "Party");
    }
}
